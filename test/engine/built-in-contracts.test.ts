import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sent } from '../../src/conformance/request.ts'
import type { ContractDocument } from '../../src/contract/document.ts'
import { ownApi } from '../../src/engine/own-api.ts'
import { newPlace } from '../attacks/place.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { password } from '../traffic/place.ts'

let server: TestServer

beforeAll(async () => {
  const ids = ['khe', 'tag', 'nebula-block', 'innodata']
  const apis = ids.map((id) => {
    const document = JSON.parse(readFileSync(`generated/${id}/contract.json`, 'utf8')) as ContractDocument
    return ownApi(`own-${id}`, document, { auth: 'enforce', protect: [] }).api
  })
  server = await startTestServer({ ownApis: apis })
})

afterAll(() => server.stop())

interface Answer {
  readonly json: never
  header(name: string): string | undefined
}

type Proof = readonly [login: string, sent: (password: string) => Sent, call: string, credential: (got: Answer) => Sent]

const email = 'ada@example.com'
const client = { client_id: 'demo', client_secret: 'demo-secret' }

/** The logins that work by the contract alone. */
test.each<[string, ...Proof]>([
  [
    'KHE: a key and a token',
    'POST /own-khe/v1.0/users/token',
    (secret) => ({ json: { client: 'demo', email, password: secret } }),
    'PATCH /own-khe/v1.0/users',
    ({ json: { key, token } }) => ({ basic: [key, token], json: { email } }),
  ],
  [
    'TAG: a password',
    'POST /own-tag/api/oauth/v2/token',
    (secret) => ({ json: { grant_type: 'password', ...client, username: 'ada', password: secret } }),
    'GET /own-tag/api/delegate/list',
    ({ json: { access_token } }) => ({ bearer: access_token }),
  ],
  [
    'TAG: a client',
    'POST /own-tag/api/oauth/v2/token',
    (secret) => ({
      json: { grant_type: 'client_credentials', ...client, ...(secret !== password && { client_secret: secret }) },
    }),
    'GET /own-tag/api/delegate/list',
    ({ json: { access_token } }) => ({ bearer: access_token }),
  ],
  [
    'Nebula Block: a JWT',
    'POST /own-nebula-block/api/v1/login',
    (secret) => ({ form: { username: 'ada', password: secret } }),
    'GET /own-nebula-block/api/v1/users/credits',
    ({ json: { data } }) => ({ bearer: (data as { jwtToken: string }).jwtToken }),
  ],
  [
    'Innodata: the live key',
    'POST /own-innodata/v1.1/users/login',
    (secret) => ({ json: { authentication_method: 'password', username: email, password: secret } }),
    'GET /own-innodata/v1.1/users/me',
    ({ json: { response } }) => ({ basic: [(response as { api_keys: { live: string } }).api_keys.live, ''] }),
  ],
])('%s', async (_, login, sent, call, credential) => {
  const place = newPlace(server)
  const send = (operation: string, request: Sent) => {
    const [method = '', path = ''] = operation.split(' ')
    return place.send(method, path, request)
  }
  const wrong = await send(login, sent('wrong'))
  expect([400, 401]).toContain(wrong.status)
  const right = await send(login, sent(password))
  expect(right.status).toBe(200)
  expect((await send(call, credential(right as object as Answer))).status).toBe(200)
})
