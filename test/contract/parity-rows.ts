import { exchange, type WireAnswer } from '../../src/conformance/http.ts'
import { type Sent, toWire } from '../../src/conformance/request.ts'

/** One difference between the mock and the reference server: the same requests, two observations. */
export interface ParityRow {
  readonly topic: string
  readonly sent: string
  readonly server: string
  readonly mock: string
  /** What comes of it at an origin such as `http://127.0.0.1:4000`. */
  observe(origin: string): Promise<string>
}

const nebula = '/nebula-block/api/v1'
const numbers = '/numbers-station'
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

/** What Prism, which answers from examples, does not do as the reference server does. */
export const parityRows: readonly ParityRow[] = [
  {
    topic: 'Credentials',
    sent: 'a Bearer credential that was never handed out',
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
