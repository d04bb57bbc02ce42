import { exchange, type WireAnswer } from '../../src/conformance/http.ts'
import { type Sent, toWire } from '../../src/conformance/request.ts'

/** One difference between the mock and the reference server: the same requests, two observations. */
interface ParityRow {
  readonly topic: string
  readonly sent: string
  readonly server: string
  readonly mock: string
  /** What comes of it at an origin such as `http://127.0.0.1:4000`. */
  observe(origin: string): Promise<string>
}

const nebula = '/nebula-block/api/v1'
const numbers = '/numbers-station'
const khe = '/khe/v1.0'
const innodata = '/innodata'
const tag = '/tag/api'
const password = 'correct-horse-battery-staple'
const guessed = `ak_${'x'.repeat(43)}`

async function send(origin: string, base: string, method: string, path: string, sent: Sent = {}): Promise<WireAnswer> {
  return exchange(toWire(`${origin}${base}`, method, path, sent))
}

function header({ headers }: WireAnswer, name: string): string {
  return headers.find(([field]) => field.toLowerCase() === name)?.[1] ?? 'none'
}

async function token(origin: string): Promise<string> {
  const { text } = await send(origin, nebula, 'POST', '/login', { form: { username: 'ada', password } })
  return JSON.parse(text).data.jwtToken
}

async function kheLogin(origin: string, name: string): Promise<{ key: string; token: string; refresh: string }> {
  const json = { client: 'abc123', email: `${name}@example.com`, password }
  return JSON.parse((await send(origin, khe, 'POST', '/users/token', { json })).text)
}

async function innodataKeys(origin: string): Promise<{ live: string; test: string }> {
  const json = { authentication_method: 'password', username: 'ada@example.com', password }
  return JSON.parse((await send(origin, innodata, 'POST', '/v1.1/users/login', { json })).text).response.api_keys
}

/** What Prism, which answers from examples, does not do as the reference server does. */
export const parityRows: readonly ParityRow[] = [
  {
    topic: 'Credentials',
    sent: 'a Bearer credential that was never issued',
    server: '401',
    mock: '200: presence counts, not truth',
    async observe(origin) {
      const { status } = await send(origin, nebula, 'GET', '/users/credits', { bearer: guessed })
      return status === 200 ? '200: presence counts, not truth' : String(status)
    },
  },
  {
    topic: 'Credentials',
    sent: 'a wrong password',
    server: '401',
    mock: '200, the example',
    async observe(origin) {
      const { status } = await send(origin, nebula, 'POST', '/login', { form: { username: 'ada', password: 'wrong' } })
      return status === 200 ? '200, the example' : String(status)
    },
  },
  {
    topic: 'Credentials',
    sent: 'a password six times wrong',
    server: '401, then 429 with Retry-After',
    mock: '200 each time',
    async observe(origin) {
      const form = { username: 'guessed@example.com', password: 'wrong' }
      const statuses: number[] = []
      for (let count = 0; count < 6; count++)
        statuses.push((await send(origin, nebula, 'POST', '/login', { form })).status)
      return statuses.every((status) => status === 200)
        ? '200 each time'
        : `${statuses[0]}, then ${statuses[5]} with Retry-After`
    },
  },
  {
    topic: 'Credentials',
    sent: 'a Bearer header with a word too many',
    server: '401',
    mock: '200',
    async observe(origin) {
      const headers = [['Authorization', `Bearer ${guessed} x`]] as const
      return String((await send(origin, nebula, 'GET', '/users/credits', { headers })).status)
    },
  },
  {
    topic: 'Credentials',
    sent: 'a bad bearer token beside a good cookie',
    server: '401: the header decides',
    mock: '200',
    async observe(origin) {
      const form = { username: 'ada@example.com', password }
      const cookie =
        header(await send(origin, numbers, 'POST', '/api/v1/login/session', { form }), 'set-cookie').split(';')[0] ?? ''
      const headers = [['Authorization', 'Basic eDp5']] as const
      const { status } = await send(origin, numbers, 'GET', '/api/v3/orgs/acme/users/me', { cookie, headers })
      return status === 401 ? '401: the header decides' : String(status)
    },
  },
  {
    topic: 'State',
    sent: 'a created API key, then the list',
    server: 'the key is in the list',
    mock: 'the list is the example',
    async observe(origin) {
      const bearer = await token(origin)
      const created = await send(origin, nebula, 'POST', '/api-keys', { bearer, json: { name: 'parity' } })
      const listed = await send(origin, nebula, 'GET', '/api-keys', { bearer })
      const isListed = JSON.parse(listed.text).data.some(({ name }: { name: string }) => name === 'parity')
      return created.status === 200 && isListed ? 'the key is in the list' : 'the list is the example'
    },
  },
  {
    topic: 'State',
    sent: 'two logins',
    server: 'two tokens',
    mock: 'one token, the example',
    async observe(origin) {
      const tokens = new Set([await token(origin), await token(origin)])
      return tokens.size === 1 ? 'one token, the example' : 'two tokens'
    },
  },
  {
    topic: 'State',
    sent: 'a request after the logout',
    server: '401',
    mock: '200',
    async observe(origin) {
      const form = { username: 'ada@example.com', password }
      const login = await send(origin, numbers, 'POST', '/api/v1/login/access-token', { form })
      const bearer = JSON.parse(login.text).access_token
      await send(origin, numbers, 'POST', '/api/v1/logout/access-token', { bearer })
      return String((await send(origin, numbers, 'GET', '/api/v3/orgs/acme/users/me', { bearer })).status)
    },
  },
  {
    topic: 'Credentials',
    sent: 'a client by HTTP Basic with a wrong secret',
    server: '401',
    mock: '200, the example',
    async observe(origin) {
      const sent: Sent = { basic: ['abc123', 'wrong'], json: { grant_type: 'client_credentials' } }
      const { status } = await send(origin, tag, 'POST', '/oauth/v2/token', sent)
      return status === 200 ? '200, the example' : String(status)
    },
  },
  {
    topic: 'Credentials',
    sent: 'a key with the token of someone else over HTTP Basic',
    server: '401',
    mock: '200',
    async observe(origin) {
      const [ada, grace] = [await kheLogin(origin, 'ada'), await kheLogin(origin, 'grace')]
      const sent: Sent = { basic: [ada.key, grace.token], json: { email: 'ada@example.com' } }
      return String((await send(origin, khe, 'PATCH', '/users', sent)).status)
    },
  },
  {
    topic: 'Credentials',
    sent: 'a role that may not, at the list of users',
    server: '401',
    mock: '200, the example',
    async observe(origin) {
      const { key, token } = await kheLogin(origin, 'ada')
      const { status } = await send(origin, khe, 'GET', '/users', { basic: [key, token] })
      return status === 200 ? '200, the example' : String(status)
    },
  },
  {
    topic: 'State',
    sent: 'one refresh token twice',
    server: '200, then 400',
    mock: '200, then 200',
    async observe(origin) {
      const { key, refresh } = await kheLogin(origin, 'ada')
      const json = { client: 'abc123', key, refresh }
      const first = await send(origin, khe, 'POST', '/users/token/refresh', { json })
      const second = await send(origin, khe, 'POST', '/users/token/refresh', { json })
      return `${first.status}, then ${second.status}`
    },
  },
  {
    topic: 'State',
    sent: 'a team made with a test key, then the list with the live key',
    server: 'the team is not in the list',
    mock: 'the list is the example',
    async observe(origin) {
      const { live, test } = await innodataKeys(origin)
      const made = await send(origin, innodata, 'POST', '/v1.1/teams', { basic: [test, ''], json: { name: 'Parity' } })
      const listed = await send(origin, innodata, 'GET', '/v1.1/teams', { basic: [live, ''] })
      const names = JSON.parse(listed.text).response.teams.map(({ name }: { name: string }) => name)
      return made.status === 201 && names.length === 0 ? 'the team is not in the list' : 'the list is the example'
    },
  },
  {
    topic: 'State',
    sent: 'two requests that are answered with a tracking number',
    server: 'two numbers',
    mock: 'one number, the example',
    async observe(origin) {
      const answers = await Promise.all([0, 1].map(() => send(origin, innodata, 'GET', '/v1.1/status')))
      const numbers = new Set(answers.map(({ text }) => JSON.parse(text).tracking))
      return numbers.size === 1 ? 'one number, the example' : 'two numbers'
    },
  },
  {
    topic: 'Cookies',
    sent: 'a cookie login with third_party=true',
    server: 'SameSite=None',
    mock: 'SameSite=Lax, the example',
    async observe(origin) {
      const form = { username: 'ada@example.com', password }
      const login = await send(origin, numbers, 'POST', '/api/v1/login/session', { form, query: { third_party: true } })
      return header(login, 'set-cookie').endsWith('None') ? 'SameSite=None' : 'SameSite=Lax, the example'
    },
  },
  {
    topic: 'Bodies',
    sent: 'JSON with a comma too many',
    server: '400, "is not valid JSON"',
    mock: '400, the example of a missing field',
    async observe(origin) {
      const raw = { type: 'application/json', body: '{"name":"ci",}' }
      const { status, text } = await send(origin, nebula, 'POST', '/api-keys', { bearer: await token(origin), raw })
      return text.includes('is not valid JSON')
        ? `${status}, "is not valid JSON"`
        : `${status}, the example of a missing field`
    },
  },
  {
    topic: 'Bodies',
    sent: 'JSON with a name twice',
    server: '400',
    mock: '200, the last one counts',
    async observe(origin) {
      const raw = { type: 'application/json', body: '{"name":"a","name":"b"}' }
      const { status } = await send(origin, nebula, 'POST', '/api-keys', { bearer: await token(origin), raw })
      return status === 200 ? '200, the last one counts' : String(status)
    },
  },
  {
    topic: 'Bodies',
    sent: 'a form without a content type',
    server: '415',
    mock: '400: the body is not looked at',
    async observe(origin) {
      const { status } = await send(origin, nebula, 'POST', '/login', {
        raw: { body: `username=ada&password=${password}` },
      })
      return status === 400 ? '400: the body is not looked at' : String(status)
    },
  },
  {
    topic: 'Bodies',
    sent: 'a body of 17 KiB that is valid but for its size',
    server: '413',
    mock: '400: only the schema limits',
    async observe(origin) {
      const { status } = await send(origin, nebula, 'POST', '/login', {
        form: { username: 'ada', password: 'x'.repeat(17_408) },
      })
      return status === 400 ? '400: only the schema limits' : String(status)
    },
  },
  {
    topic: 'Parameters',
    sent: 'an unknown query parameter',
    server: '400',
    mock: '200, ignored',
    async observe(origin) {
      const { status } = await send(origin, nebula, 'GET', '/api-keys', {
        bearer: await token(origin),
        query: { verbose: true },
      })
      return status === 200 ? '200, ignored' : String(status)
    },
  },
  {
    topic: 'Parameters',
    sent: 'a whole number written 1e3',
    server: '400',
    mock: '200, coerced',
    async observe(origin) {
      const { status } = await send(origin, nebula, 'DELETE', '/api-keys/{id}', {
        bearer: await token(origin),
        path: { id: '1e3' },
      })
      return status === 200 ? '200, coerced' : String(status)
    },
  },
  {
    topic: 'Paths',
    sent: 'a path outside the contract',
    server: '404 in the form of the API',
    mock: '404 as problem details',
    async observe(origin) {
      const answer = await send(origin, nebula, 'GET', '/undocumented')
      return `${answer.status} ${header(answer, 'content-type').includes('problem') ? 'as problem details' : 'in the form of the API'}`
    },
  },
  {
    topic: 'Paths',
    sent: 'a method that a path does not have',
    server: '405 with Allow',
    mock: '405 without Allow',
    async observe(origin) {
      const answer = await send(origin, nebula, 'PUT', '/login')
      return `${answer.status} ${header(answer, 'allow') === 'none' ? 'without' : 'with'} Allow`
    },
  },
  {
    topic: 'Redirects',
    sent: 'a login at a provider with redirect_header=true',
    server: '302 to the provider',
    mock: '200: the first documented status; 302 on Prefer: code=302',
    async observe(origin) {
      const query = { provider: 'google', redirect_uri: 'http://localhost:3000/', redirect_header: true }
      const plain = await send(origin, numbers, 'GET', '/api/v1/login/session/oauth', { query })
      if (plain.status === 302) return '302 to the provider'
      const headers = [['Prefer', 'code=302']] as const
      const told = await send(origin, numbers, 'GET', '/api/v1/login/session/oauth', { query, headers })
      return `${plain.status}: the first documented status; ${told.status} on Prefer: code=302`
    },
  },
  {
    topic: 'Redirects',
    sent: 'a redirect_uri that is not listed',
    server: '400',
    mock: '200',
    async observe(origin) {
      const query = { provider: 'google', redirect_uri: 'https://evil.example/' }
      return String((await send(origin, numbers, 'GET', '/api/v1/login/session/oauth', { query })).status)
    },
  },
  {
    topic: 'Control',
    sent: 'a fault of a kind there is not',
    server: '400',
    mock: '422, the first there is for a body',
    async observe(origin) {
      const json = { api: 'khe', kind: 'fire' }
      const { status } = await send(origin, '/sandbox/v1', 'POST', '/faults', { json })
      return status === 422 ? '422, the first there is for a body' : String(status)
    },
  },
  {
    topic: 'Control',
    sent: '`Latchkey-Fault: status=503`',
    server: '503',
    mock: '200: ask with `Prefer: code=503`',
    async observe(origin) {
      const headers = [['Latchkey-Fault', 'status=503']] as const
      const { status } = await send(origin, nebula, 'POST', '/login', { form: { username: 'ada', password }, headers })
      return status === 200 ? '200: ask with `Prefer: code=503`' : String(status)
    },
  },
  {
    topic: 'Worlds',
    sent: 'the same request in two worlds',
    server: 'each has its own data',
    mock: 'the world makes no difference',
    async observe(origin) {
      const answers = await Promise.all(
        ['one', 'two'].map((world) =>
          send(`${origin}/~parity-${world}`, nebula, 'POST', '/login', { form: { username: 'ada', password } }),
        ),
      )
      const [one, two] = answers.map(({ text }) => text)
      return one === two ? 'the world makes no difference' : 'each has its own data'
    },
  },
]
