import { type Mutant, mutantsOf, type Passing } from './mutant.ts'
import {
  adding,
  changingAnswers,
  lineOf,
  longerThan,
  readingChunks,
  readingPaths,
  rewriting,
  without,
  withoutLine,
} from './wires.ts'

/** What of HTTP itself every API promises, broken once at one or another of them. */
export const http: readonly Mutant[] = [
  ...mutantsOf('nebula-block', [
    {
      name: 'paths-in-any-case',
      kind: 'http',
      title: 'The router folds the case of paths, as Express does unless told',
      facts: ['NB-41'],
      wire: readingPaths((path) => path.replace(/(?<=\/nebula-block)\/.*$/, (rest) => rest.toLowerCase())),
    },
    {
      name: 'cacheable',
      kind: 'http',
      title: 'Answers may be stored for a minute',
      facts: ['NB-40'],
      wire: rewriting('Cache-Control', () => 'private, max-age=60'),
    },
    {
      name: 'json-taken-as-a-form',
      kind: 'validation',
      title: 'The login parses JSON as well',
      facts: ['NB-34'],
      wire: {
        request: (request) => (isJson(request) && request.target.endsWith('/login') ? asForm(request) : request),
      },
    },
    {
      name: 'credentials-allowed',
      kind: 'origins',
      title: 'Any origin may call with credentials',
      facts: ['NB-44'],
      wire: adding('Access-Control-Allow-Credentials', 'true'),
    },
    {
      name: 'invalid-is-422',
      kind: 'validation',
      title: 'A request that breaks the contract answers 422',
      facts: ['NB-32'],
      wire: changingAnswers((answer) => (answer.status === 400 ? { ...answer, status: 422 } : answer)),
    },
    {
      name: 'no-accept-on-415',
      kind: 'validation',
      title: 'A 415 does not say what is taken',
      facts: ['NB-34'],
      wire: without('Accept', (status) => status === 415),
    },
    {
      name: 'chunks-not-read',
      kind: 'http',
      title: 'The body is read by its `Content-Length`, and without one there is none',
      facts: ['NB-09'],
      wire: readingChunks(() => Buffer.alloc(0)),
    },
    {
      name: 'long-credential-is-none',
      kind: 'authentication',
      title: 'A header too long for the middleware is dropped, and the request goes on without a credential',
      facts: ['NB-31'],
      wire: {
        request: (request) =>
          longerThan(4_096, request) ? { ...request, headers: withoutLine(request.headers, 'Authorization') } : request,
      },
    },
  ]),
  ...mutantsOf('khe', [
    {
      name: 'trailing-slash',
      kind: 'http',
      title: 'A slash at the end of a path makes no difference',
      facts: ['KH-67'],
      wire: readingPaths((path) => path.replace(/(?<=\/v1\.0\/.*)\/$/, '')),
    },
    {
      name: 'no-head',
      kind: 'http',
      title: 'HEAD is a method that no path has',
      facts: ['KH-69'],
      wire: {
        request: (request) => (request.method === 'HEAD' ? { ...request, method: 'PUT' } : request),
      },
    },
    {
      name: 'any-origin-reflected',
      kind: 'origins',
      title: 'The origin that asks is allowed, instead of `*`',
      facts: ['KH-52'],
      wire: {
        answer: (answer, request) => ({
          ...answer,
          headers: answer.headers.map(([name, value]) => [
            name,
            name === 'Access-Control-Allow-Origin' ? (lineOf(request.headers, 'Origin') ?? value) : value,
          ]),
        }),
      },
    },
    {
      name: 'no-challenge',
      kind: 'authentication',
      title: 'A 401 is sent without a challenge, as the server of old does',
      facts: ['KH-36'],
      wire: without('WWW-Authenticate'),
    },
    {
      name: 'long-credential-is-a-bad-request',
      kind: 'authentication',
      title: 'A credential too long to be one answers 400',
      facts: ['KH-34'],
      wire: {
        answer: (answer, request) => (longerThan(4_096, request) ? { ...answer, status: 400 } : answer),
      },
    },
  ]),
  ...mutantsOf('innodata', [
    {
      name: 'method-override',
      kind: 'http',
      title: 'A method may be overridden by a header',
      facts: ['IN-52'],
      wire: {
        request: (request) => ({
          ...request,
          method: lineOf(request.headers, 'X-HTTP-Method-Override') ?? request.method,
        }),
      },
    },
    {
      name: 'unknown-paths-are-200',
      kind: 'http',
      title: 'What no route takes is answered with the page of the app',
      facts: ['IN-51'],
      wire: changingAnswers((answer) => (answer.status === 404 ? { ...answer, status: 200 } : answer)),
    },
    {
      name: 'latin-1',
      kind: 'form',
      title: 'Answers are labelled as Latin-1',
      facts: ['IN-33'],
      wire: rewriting('Content-Type', (value) => value.replace('utf-8', 'iso-8859-1')),
    },
    {
      name: 'chunks-without-a-limit',
      kind: 'http',
      title: 'The limit looks at `Content-Length`, which chunks have not',
      facts: ['IN-45'],
      wire: readingChunks((body) => Buffer.from(body.toString('utf8').trimEnd())),
    },
    {
      name: 'control-characters-removed',
      kind: 'validation',
      title: 'A filter takes NULs out of a body before it is parsed',
      facts: ['IN-33', 'IN-42'],
      wire: { request: (request) => ({ ...request, body: request.body.filter((byte) => byte !== 0) as Buffer }) },
    },
  ]),
  ...mutantsOf('tag', [
    {
      name: 'trace-served',
      kind: 'http',
      title: 'TRACE is answered with the request',
      facts: ['TG-72'],
      wire: {
        answer: (answer, { method, headers }) =>
          method === 'TRACE'
            ? { status: 200, headers: [], text: headers.map((line) => line.join(': ')).join('\r\n') }
            : answer,
      },
    },
    {
      name: 'no-allow-on-405',
      kind: 'http',
      title: 'A 405 does not say which methods there are',
      facts: ['TG-72'],
      wire: without('Allow', (status) => status === 405),
    },
    {
      name: 'credentials-in-the-query',
      kind: 'authentication',
      title: 'An access token is taken in the query',
      facts: ['TG-01', 'TG-31', 'TG-79'],
      wire: { request: fromQuery },
    },
    {
      name: 'wrong-path-in-oauth-form',
      kind: 'form',
      title: 'Every refusal has the form of OAuth',
      facts: ['TG-56', 'TG-71'],
      wire: changingAnswers((answer) =>
        answer.text.startsWith('{"code":')
          ? { ...answer, text: JSON.stringify({ error: 'invalid_request', error_description: 'Not possible' }) }
          : answer,
      ),
    },
  ]),
  ...mutantsOf('tag', [
    {
      name: 'headers-without-a-limit',
      kind: 'http',
      title: 'The limit on headers was raised to a megabyte for the cookies of another app',
      facts: ['TG-86'],
      wire: {
        longestHeaders: 1 << 20,
        request: (request) => ({ ...request, headers: request.headers.filter(([, value]) => value.length < 8_192) }),
      },
    },
  ]),
  ...mutantsOf('numbers-station', [
    {
      name: 'options-without-allow',
      kind: 'http',
      title: 'OPTIONS answers 204 and does not say which methods there are',
      facts: ['NS-62'],
      wire: without('Allow', (status) => status === 204),
    },
    {
      name: 'unavailable-for-ever',
      kind: 'http',
      title: 'A 503 does not say when to come again',
      facts: ['NS-60'],
      wire: without('Retry-After', (status) => status === 503),
    },
    {
      name: 'api-key-challenge-is-bearer',
      kind: 'authentication',
      title: 'A missing key is answered with the Bearer challenge of all other operations',
      facts: ['NS-39'],
      wire: rewriting('WWW-Authenticate', (value) => value.replace('APIKey', 'Bearer')),
    },
  ]),
]

function isJson({ headers }: Passing): boolean {
  return lineOf(headers, 'Content-Type')?.startsWith('application/json') ?? false
}

function asForm(request: Passing): Passing {
  const form = new URLSearchParams(JSON.parse(request.body.toString('utf8')))
  return {
    ...request,
    headers: request.headers.map(([name, value]) => [name, isType(name) ? 'application/x-www-form-urlencoded' : value]),
    body: Buffer.from(form.toString()),
  }
}

function isType(name: string): boolean {
  return name.toLowerCase() === 'content-type'
}

function fromQuery(request: Passing): Passing {
  const [path = '', search = ''] = request.target.split('?')
  const query = new URLSearchParams(search)
  const token = query.get('access_token')
  if (token === null) return request
  query.delete('access_token')
  const target = query.size > 0 ? `${path}?${query}` : path
  return { ...request, target, headers: [...request.headers, ['Authorization', `Bearer ${token}`]] }
}
