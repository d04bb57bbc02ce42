import { isUtf8 } from 'node:buffer'
import { asking, everywhere as inEveryContext } from '../mutants/breaking.ts'
import { storing, withMembers } from '../mutants/contexts.ts'
import { neverForgiven } from '../mutants/guessing.ts'
import type { Break, Passing } from '../mutants/mutant.ts'
import { lineOf } from '../mutants/wires.ts'
import { everywhere, onTheWire, respellingFields, type Variant } from './variant.ts'

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

function isJson(request: Passing): boolean {
  return lineOf(request.headers, 'Content-Type')?.toLowerCase().startsWith('application/json') ?? false
}

/** JSON as lenient parsers read it: without a byte order mark, of a name that stands twice the last value. */
function leniently(request: Passing): Passing {
  // What is written anew is no longer too large.
  if (!isJson(request) || !isUtf8(request.body) || request.body.length > 16_384) return request
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
  respellingFields(
    {
      name: 'error-described',
      title: 'A failed login at a provider ends with `error_description` beside `error`',
      apis: ['numbers-station'],
    },
    { location: (value) => value.replace(/([?&]error=[^&]*)$/, '$1&error_description=It+failed') },
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
