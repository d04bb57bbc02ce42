import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClient as createInnodata } from '../../generated/innodata/client.ts'
import { createClient as createKhe } from '../../generated/khe/client.ts'
import { createClient as createNebula } from '../../generated/nebula-block/client.ts'
import { createClient as createNumbers } from '../../generated/numbers-station/client.ts'
import { createClient as createTag } from '../../generated/tag/client.ts'
import { waysOf } from '../../src/ways/found.ts'
import { demoKey } from '../attacks/numbers-station.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { type ClientPlace, newClientPlace, password } from './place.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.stop())

const email = 'ada@example.com'
const client = { clientId: 'abc123', clientSecret: '456789' }

interface Case {
  readonly name: string
  /** What is called, and what goes over the wire until it is answered. */
  readonly call: (place: ClientPlace) => Promise<{ readonly status: number }>
  readonly wire: readonly string[]
}

const me = { params: { path: { account_name: 'acme' } } }
const user = 'GET /api/v3/orgs/acme/users/me'

const cases: readonly Case[] = [
  {
    name: 'nebula-block password',
    call: (place) =>
      createNebula({
        ...place.options('nebula-block'),
        authentication: { way: 'password', username: 'ada', password },
      }).GET('/users/credits'),
    wire: ['POST /login 200', 'GET /users/credits 200'],
  },
  {
    name: 'nebula-block key',
    call: (place) =>
      createNebula({
        ...place.options('nebula-block'),
        authentication: { way: 'key', key: 'ak_W4KL0Rw8Rv6Mp7h7fY77dFgHDl_EMAojslklxhMI9-0' },
      }).GET('/api-keys'),
    wire: ['GET /api-keys 200'],
  },
  {
    name: 'numbers-station password',
    call: (place) =>
      createNumbers({
        ...place.options('numbers-station'),
        authentication: { way: 'password', email, password, accountName: 'acme' },
      }).GET('/api/v3/orgs/{account_name}/users/me', me),
    wire: ['POST /api/v1/login/access-token 200', `${user} 200`],
  },
  {
    name: 'numbers-station accountKey',
    call: (place) =>
      createNumbers({
        ...place.options('numbers-station'),
        authentication: { way: 'accountKey', key: demoKey },
      }).POST('/api/v1/login/access-token/api-key', { params: { query: { account_name: 'acme', email } } }),
    wire: ['POST /api/v1/login/access-token/api-key 200'],
  },
  {
    name: 'numbers-station apiKey',
    call: (place) =>
      createNumbers({
        ...place.options('numbers-station'),
        authentication: {
          way: 'apiKey',
          key: 'ZGVtby1rZXktb2YtYWNtZS1wdWJsaXNoZWQtb24tcHVycG9zZQ',
          accountName: 'acme',
          email: 'lin@example.com',
          create: true,
        },
      }).GET('/api/v3/orgs/{account_name}/users/me', me),
    wire: ['POST /api/v1/login/access-token/api-key 200', `${user} 200`],
  },
  {
    name: 'numbers-station session',
    call: (place) =>
      createNumbers({
        ...place.options('numbers-station'),
        authentication: { way: 'session', email, password, thirdParty: true },
      }).GET('/api/v3/orgs/{account_name}/users/me', me),
    // Only an answer tells whether a browser has the cookie already.
    wire: [`${user} 401`, 'POST /api/v1/login/session 200', `${user} 200`],
  },
  {
    name: 'khe password',
    call: (place) =>
      createKhe({
        ...place.options('khe'),
        authentication: { way: 'password', client: 'mocha', email: 'grace@example.com', password },
      }).GET('/users'),
    wire: ['POST /users/token 200', 'GET /users 200'],
  },
  {
    name: 'innodata password',
    call: (place) =>
      createInnodata({
        ...place.options('innodata'),
        authentication: { way: 'password', username: email, password },
      }).GET('/v1.1/users/me'),
    wire: ['POST /v1.1/users/login 200', 'GET /v1.1/users/me 200'],
  },
  {
    name: 'innodata testPassword',
    call: (place) =>
      createInnodata({
        ...place.options('innodata'),
        authentication: { way: 'testPassword', username: email, password },
      }).GET('/v1.1/teams'),
    wire: ['POST /v1.1/users/login 200', 'GET /v1.1/teams 200'],
  },
  {
    name: 'innodata key',
    call: (place) =>
      createInnodata({
        ...place.options('innodata'),
        authentication: { way: 'key', key: 'user-test-29a846c5-f990-4fd1-b1c5-0a5f81f1b8a7' },
      }).GET('/v1.1/users/me'),
    wire: ['GET /v1.1/users/me 200'],
  },
  {
    name: 'tag clientCredentials',
    call: (place) =>
      createTag({ ...place.options('tag'), authentication: { way: 'clientCredentials', ...client } }).GET(
        '/delegate/list',
      ),
    wire: ['POST /oauth/v2/token 200', 'GET /delegate/list 200'],
  },
  {
    name: 'tag password',
    call: (place) =>
      createTag({
        ...place.options('tag'),
        authentication: { way: 'password', ...client, username: email, password },
      }).GET('/delegate/list'),
    wire: ['POST /oauth/v2/token 200', 'GET /delegate/list 200'],
  },
  {
    name: 'tag oneTimePassword',
    async call(place) {
      const service = createTag({ ...place.options('tag'), authentication: { way: 'clientCredentials', ...client } })
      await service.POST('/otp/send', { body: { email } })
      const code = () => codeIn(place)
      return createTag({
        ...place.options('tag'),
        authentication: { way: 'oneTimePassword', ...client, username: email, code },
      }).GET('/delegate/list')
    },
    wire: ['POST /oauth/v2/token 200', 'POST /otp/send 200', 'POST /oauth/v2/token 200', 'GET /delegate/list 200'],
  },
  {
    name: 'numbers-station oauth',
    async call(place) {
      const jar = new Map<string, string>()
      const options = place.options('numbers-station')
      const numbers = createNumbers({
        ...options,
        fetch: (request) => options.fetch(withCookies(request, jar)),
        authentication: { way: 'oauth', provider: 'google', redirectUri: 'http://localhost:3000/' },
      })
      const url = new URL(
        await numbers.loginUrl({ way: 'oauth', provider: 'google', redirectUri: 'http://localhost:3000/' }),
      )
      expect(url.pathname).toMatch(/\/api\/v1\/login\/session\/oauth$/)
      await browse(url, jar)
      return numbers.GET('/api/v3/orgs/{account_name}/users/me', me)
    },
    wire: [`${user} 200`],
  },
]

describe.concurrent('a client authenticates by', () => {
  test.each(cases)('$name', async ({ call, wire }) => {
    const place = newClientPlace(server)

    expect((await call(place)).status).toBe(200)
    expect(place.seen).toEqual(wire)
    expect(place.told).toEqual([])
  })
})

test('every way of every contract is walked here', () => {
  const apis = readdirSync('generated')
  const documents = apis.map(
    (api) => [api, JSON.parse(readFileSync(`generated/${api}/contract.json`, 'utf8'))] as const,
  )
  const ways = documents.flatMap(([api, document]) => waysOf(document).map(({ name }) => `${api} ${name}`))
  expect(cases.map(({ name }) => name).sort()).toEqual(ways.sort())
})

describe('after logout() the credential is gone, at the API too', () => {
  test.each([
    ['password', 'POST /api/v1/logout/access-token 204'],
    ['session', 'POST /api/v1/logout/session 200'],
  ] as const)('by %s', async (way, line) => {
    const place = newClientPlace(server)
    const numbers = createNumbers({ ...place.options('numbers-station'), authentication: { way, email, password } })
    await numbers.login()
    await numbers.logout()

    expect((await numbers.GET('/api/v3/orgs/{account_name}/users/me', me)).status).toBe(401)
    expect(place.seen.slice(1)).toEqual([line, `${user} 401`])
    expect(place.told).toEqual([])
  })
})

async function codeIn({ control }: ClientPlace): Promise<string | undefined> {
  const { data } = await control.GET('/apis/{api}/outbox', { params: { path: { api: 'tag' } } })
  return data?.messages[0]?.body.match(/\d{6}/)?.[0]
}

function withCookies(request: Request, jar: ReadonlyMap<string, string>): Request {
  const headers = new Headers(request.headers)
  headers.set('Cookie', [...jar].map((pair) => pair.join('=')).join('; '))
  return new Request(request, { headers })
}

interface Visit {
  readonly url: URL
  readonly form?: URLSearchParams
}

/** What a browser does with an address, consent included, until it leaves this machine's server. */
async function browse(start: URL, jar: Map<string, string>): Promise<void> {
  let next: Visit = { url: start }
  while (next.url.port === start.port) {
    const { url, form: sent }: Visit = next
    const request = new Request(url, { redirect: 'manual', ...(sent && { method: 'POST', body: sent }) })
    const response = await fetch(withCookies(request, jar))
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      jar.set(name, value)
    }
    const location = response.headers.get('Location')
    // The form of the development provider is sent to where it stands.
    const form = new URLSearchParams({ choice: email })
    next = location ? { url: new URL(location, url) } : { url, form }
  }
}
