import { listOf } from '../../src/conformance/header-fields.ts'
import { lineOf } from '../mutants/wires.ts'
import { respelling, type Variant } from './variant.ts'

const has = (lines: Parameters<typeof lineOf>[0], name: string) => lineOf(lines, name) !== undefined

/** What middleware for other origins grants beyond what is asked for (Fetch, CORS protocol). */
export const origins: readonly Variant[] = [
  respelling(
    {
      name: 'preflight-by-express',
      title: 'A preflight grants the usual methods and the headers that it names, as cors of Express does',
    },
    (lines, request) =>
      has(lines, 'Access-Control-Allow-Methods')
        ? lines.map(([name, value]) => {
            if (/^access-control-allow-methods$/i.test(name)) return [name, 'GET,HEAD,PUT,PATCH,POST,DELETE']
            const asked = lineOf(request.headers, 'Access-Control-Request-Headers') ?? ''
            return /^access-control-allow-headers$/i.test(name)
              ? [name, [...new Set([...listOf([value]), ...listOf([asked])])].join(',')]
              : [name, value]
          })
        : lines,
  ),
  respelling(
    { name: 'preflight-varies', title: 'A preflight varies by what it asks for, and may be kept for ten minutes' },
    (lines, { method }) =>
      method === 'OPTIONS'
        ? [
            ...lines.filter(([name]) => !/^access-control-max-age$/i.test(name)),
            ['Vary', 'Access-Control-Request-Method, Access-Control-Request-Headers'],
            ...(has(lines, 'Access-Control-Allow-Methods') ? [['Access-Control-Max-Age', '600'] as const] : []),
          ]
        : lines,
  ),
]
