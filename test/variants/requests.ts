import type { WireAnswer } from '../../src/conformance/http.ts'
import { asking, everywhere as inEveryContext } from '../mutants/breaking.ts'
import { storing, withMembers } from '../mutants/contexts.ts'
import { neverForgiven } from '../mutants/guessing.ts'
import type { Break, Passing } from '../mutants/mutant.ts'
import { lineOf } from '../mutants/wires.ts'
import { everywhere, onTheWire, type Variant } from './variant.ts'

/** By API, the operations that log in by a name, and what the name is called. */
const names: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  khe: [['createToken', 'email']],
  'nebula-block': [['login', 'username']],
  tag: [['createAccessToken', 'username']],
  innodata: [['login', 'username']],
  'numbers-station': [
    ['loginSession', 'username'],
    ['loginAccessToken', 'username'],
  ],
}

/** Names of a login read in another spelling. */
function readingNames(change: (name: string) => string): (api: string) => Break {
  return (api) => (mounted) =>
    (names[api] ?? []).reduce((broken, [operation, member]) => {
      const spelt = asking(operation, (request) => {
        const body = request.body as Readonly<Record<string, unknown>>
        const name = body[member]
        return typeof name === 'string' ? { ...request, body: { ...body, [member]: change(name) } } : request
      })
      return spelt(broken)
    }, mounted)
}

/** Once a name has to wait, it waits for a quarter of an hour. */
function longerLockouts(): Break {
  const ends = new Map<string, number>()
  return inEveryContext((context) =>
    storing(({ failures, scope }) => ({
      failures: withMembers(failures, {
        async wait(attempt) {
          const key = JSON.stringify([scope.world, attempt])
          const now = context.clock()
          if ((ends.get(key) ?? 0) <= now && (await failures.wait(attempt)) > 0) ends.set(key, now + 900_000)
          return Math.max(0, Math.ceil(((ends.get(key) ?? 0) - now) / 1_000))
        },
      }),
    }))(context),
  )
}

/** What each API answers to a request that breaks its contract. */
const invalid: Readonly<Record<string, object>> = {
  khe: { errors: ['Unknown parameter'] },
  'nebula-block': { data: {}, message: 'Unknown parameter', status: 'failed' },
  tag: { code: 400, message: 'Unknown parameter' },
  innodata: {
    success: false,
    status_code: 400,
    tracking: 'f3b1c9de-9c3e-4a4d-8f57-0a8d0f0e6a11',
    response: { message: 'Unknown parameter', errors: [{ field: 'query', message: 'Unknown parameter' }] },
  },
  'numbers-station': { detail: [{ loc: ['query', 'x'], msg: 'Unknown parameter', type: 'extra_forbidden' }] },
}

/** Of two faults, a credential that is missing and a parameter that is not documented, the second is told. */
function parametersFirst(api: string): (answer: WireAnswer, request: Passing) => WireAnswer {
  const status = api === 'numbers-station' ? 422 : 400
  return (answer, { target }) =>
    answer.status === 401 && /[?&](access_token|api_key|token|key)=/.test(target) && !target.includes('account_name')
      ? {
          status,
          headers: [
            ['Content-Type', 'application/json'],
            ['Cache-Control', 'no-store'],
          ],
          text: JSON.stringify(invalid[api]),
        }
      : answer
}

function isJson(request: Passing): boolean {
  return lineOf(request.headers, 'Content-Type')?.toLowerCase().startsWith('application/json') ?? false
}

/** JSON as lenient parsers read it: without a byte order mark, of a name that stands twice the last value. */
function leniently(request: Passing): Passing {
  if (!isJson(request)) return request
  try {
    const value: unknown = JSON.parse(request.body.toString('utf8').replace(/^\ufeff/, ''))
    return { ...request, body: Buffer.from(JSON.stringify(value).replaceAll(/\\ud[89a-f]../g, '\ufffd')) }
  } catch {
    return request
  }
}

/** Of a form field that stands twice, the last value. */
function lastOfTwo(request: Passing): Passing {
  const isForm = lineOf(request.headers, 'Content-Type')?.startsWith('application/x-www-form-urlencoded')
  const form = new URLSearchParams(isForm ? request.body.toString('utf8') : '')
  if (new Set(form.keys()).size === form.size) return request
  return { ...request, body: Buffer.from(new URLSearchParams(Object.fromEntries(form)).toString()) }
}

/** What real servers read otherwise where a contract leaves it open. */
export const requests: readonly Variant[] = [
  onTheWire(
    { name: 'unreserved-letters-decoded', title: 'Percent-encoded letters of a path are letters (RFC 3986, 6.2.2.2)' },
    () => ({
      request: (request) => {
        const [path = '', ...search] = request.target.split('?')
        const decoded = path.replaceAll(/%(?:[46][1-9a-f]|[57][0-9a]|3[0-9]|2[de]|5f|7e)/gi, decodeURIComponent)
        return { ...request, target: [decoded, ...search].join('?') }
      },
    }),
  ),
  onTheWire(
    {
      name: 'slashes-redirected',
      title: 'A slash at the end of a path is a redirect to the one without, as FastAPI has it',
    },
    () => ({
      answer: (answer, { target }) => {
        const [path = '', ...search] = target.split('?')
        if (answer.status !== 404 || !/[^/]\/$/.test(path)) return answer
        const location = [path.slice(0, -1), ...search].join('?')
        return {
          status: 307,
          headers: [
            ['Location', location],
            ['Cache-Control', 'no-store'],
          ],
          text: '',
        }
      },
    }),
  ),
  onTheWire(
    { name: 'parameters-before-credentials', title: 'An undocumented parameter is told before a missing credential' },
    (api) => ({
      answer: parametersFirst(api),
    }),
  ),
  onTheWire(
    {
      name: 'lenient-json',
      title: 'JSON with a byte order mark, names that stand twice and lone surrogates is taken',
      apis: everywhere.filter((api) => api !== 'tag'),
    },
    () => ({
      request: leniently,
    }),
  ),
  onTheWire(
    {
      name: 'last-of-two-fields',
      title: 'Of a form field that stands twice the last counts, as in Starlette',
      apis: ['numbers-station', 'nebula-block'],
    },
    () => ({
      request: lastOfTwo,
    }),
  ),
  {
    name: 'names-trimmed',
    title: 'Names are trimmed at a login',
    apis: everywhere,
    at: (api) => ({ break: readingNames((name) => name.trim())(api) }),
  },
  {
    name: 'names-normalised',
    title: 'Names are normalised at a login (RFC 8265, 3.3)',
    apis: everywhere,
    at: (api) => ({ break: readingNames((name) => name.normalize('NFKC'))(api) }),
  },
  {
    name: 'longer-lockouts',
    title: 'Who has to wait waits for a quarter of an hour',
    apis: everywhere,
    at: () => ({ break: longerLockouts() }),
  },
  {
    name: 'failures-not-forgiven',
    title: 'A login that succeeds leaves the failures before it counted',
    apis: everywhere,
    at: () => ({ break: neverForgiven }),
  },
]
