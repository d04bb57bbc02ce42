import { defining } from './breaking.ts'
import { listAdmitting } from './contexts.ts'
import { type Break, mutantsOf, type Passing, type Wire } from './mutant.ts'
import { lineOf, without, withoutLine } from './wires.ts'

/** Numbers Station: whose pages may call. */
export const numbersOrigins = mutantsOf('numbers-station', [
  {
    name: 'origin-reflected',
    kind: 'origins',
    title: 'Whatever origin asks is allowed, with credentials',
    facts: ['NS-05', 'NS-49', 'NS-50'],
    wire: blindTo(({ headers, ...answer }, request) => {
      const origin = lineOf(request.headers, 'Origin')
      const granted = [
        ['Access-Control-Allow-Origin', origin ?? ''],
        ['Access-Control-Allow-Credentials', 'true'],
      ] as const
      return { ...answer, headers: origin === undefined ? headers : [...headers, ...granted] }
    }),
  },
  {
    name: 'foreign-origin-not-refused',
    kind: 'origins',
    title: 'A foreign origin gets no headers of CORS, and the request is run all the same',
    facts: ['NS-05', 'NS-49'],
    wire: {
      request: (request) =>
        isListed(lineOf(request.headers, 'Origin')) ? request : { ...request, headers: withoutOrigin(request) },
    },
  },
  {
    name: 'null-origin-allowed',
    kind: 'origins',
    title: 'The list of origins has `null`, for the app in a file',
    facts: ['NS-49'],
    break: allowing((list) => [...list, 'null']),
  },
  {
    name: 'origin-by-prefix',
    kind: 'origins',
    title: 'An origin may begin with a listed one',
    facts: ['NS-49'],
    break: allowing((list) => listAdmitting(list, (origin) => list.some((listed) => origin.startsWith(listed)))),
  },
  {
    name: 'any-port-of-this-machine',
    kind: 'origins',
    title: 'Every port of localhost is allowed',
    facts: ['NS-49'],
    break: allowing((list) => listAdmitting(list, (origin) => /^http:\/\/localhost(:\d+)?$/.test(origin))),
  },
  {
    name: 'any-origin-without-credentials',
    kind: 'origins',
    title: '`Access-Control-Allow-Origin` is `*`',
    facts: ['NS-49', 'NS-50'],
    break: (api) => ({ ...api, contract: { ...api.contract, cors: { ...api.contract.cors, origins: 'any' } } }),
  },
  {
    name: 'no-credentials-allowed',
    kind: 'origins',
    title: 'Answers to the allowed origin do not allow credentials',
    facts: ['NS-50'],
    break: (api) => ({ ...api, contract: { ...api.contract, cors: { ...api.contract.cors, credentials: false } } }),
  },
  {
    name: 'no-vary',
    kind: 'origins',
    title: 'Answers do not vary by origin',
    facts: ['NS-50'],
    wire: without('Vary'),
  },
  {
    name: 'no-vary-on-preflights',
    kind: 'origins',
    title: 'Answers vary by origin, and preflights do not',
    facts: ['NS-50'],
    wire: {
      answer: (answer, { method }) =>
        method === 'OPTIONS' ? { ...answer, headers: withoutLine(answer.headers, 'Vary') } : answer,
    },
  },
  {
    name: 'cross-site-forms-taken',
    kind: 'origins',
    title: 'Only `Origin` is looked at, and not what a browser says of the site',
    facts: ['NS-49'],
    wire: { request: (request) => ({ ...request, headers: withoutLine(request.headers, 'Sec-Fetch-Site') }) },
  },
  {
    name: 'list-of-origins-is-fixed',
    kind: 'origins',
    title: 'The list of origins is a constant, and the setting is not read',
    facts: ['NS-05'],
    break: allowing(() => ['http://localhost:3000']),
  },
])

function allowing(change: (list: readonly string[]) => readonly string[]): Break {
  return defining(({ allowedOrigins }) => ({ allowedOrigins: (settings) => change(allowedOrigins(settings)) }))
}

/** Nothing behind it sees where a page is from. */
function blindTo(answer: NonNullable<Wire['answer']>): Wire {
  return { request: (request) => ({ ...request, headers: withoutOrigin(request) }), answer }
}

function withoutOrigin({ headers }: Passing): Passing['headers'] {
  return withoutLine(withoutLine(headers, 'Origin'), 'Sec-Fetch-Site')
}

function isListed(origin: string | undefined): boolean {
  return origin === 'http://localhost:3000'
}
