import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Got, newPlace, type Place } from '../attacks/place.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { password, watchedPlace } from '../traffic/place.ts'
import { answer, demoOf, sketched } from './contracts.ts'

const text = { type: 'string' }
const query = (name: string) => ({ name, in: 'query' as const, schema: text })
const token = answer({ schema: { type: 'object', properties: { token: text } }, example: { token: 't' } })
const bearer = { outputs: { token: '$response.body#/token' }, send: '$outputs.token' }

/** Accounts are members of organizations; a key logs in for the members of one, and makes members. */
const orgs = sketched('orgs', {
  root: { 'x-accounts': { tenants: '$account.orgs', members: { orgs: ['open'] } } },
  schemes: {
    key: { type: 'apiKey', in: 'header', name: 'X-Key' },
    token: {
      type: 'http',
      scheme: 'bearer',
      'x-ways': {
        password: {
          inputs: { email: {}, password: {}, org: { required: false } },
          obtain: {
            operationId: 'login',
            parameters: { org: '$inputs.org' },
            requestBody: { email: '$inputs.email', password: '$inputs.password' },
          },
          ...bearer,
        },
        key: {
          inputs: { key: {}, email: {}, org: { required: false }, create: { required: false } },
          obtain: {
            operationId: 'exchange',
            parameters: { email: '$inputs.email', org: '$inputs.org', create: '$inputs.create' },
            credentials: { key: '$inputs.key' },
          },
          ...bearer,
        },
      },
    },
  },
  operations: {
    'POST /login': {
      operationId: 'login',
      parameters: [query('org')],
      requestBody: {
        content: { 'application/json': { schema: { type: 'object', properties: { email: text, password: text } } } },
      },
      responses: { '200': token, '403': answer({ example: { error: 'Not a member' } }) },
    },
    'POST /exchange': {
      operationId: 'exchange',
      security: [{ key: [] }],
      parameters: [query('email'), query('org'), { ...query('create'), schema: { type: 'boolean' } }],
      responses: { '200': token, '404': answer({ example: { error: 'Not there' } }) },
    },
  },
})

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ ownApis: [orgs.api] })
})

afterAll(() => server.stop())

const email = 'ada@example.com'
const login = (place: Place, org?: string, secret = password) =>
  place.send('POST', '/orgs/login', { json: { email, password: secret }, ...(org !== undefined && { query: { org } }) })
const exchange = (place: Place, asked: Readonly<Record<string, string>>): Promise<Got> =>
  place.send('POST', '/orgs/exchange', { headers: [['X-Key', demoOf(orgs, 'key')]], query: asked })

test('a login into what the account is no member of is refused alike, whether that exists or not', async () => {
  const { place, last } = await watchedPlace(server)
  for (const org of ['blue', 'no-such-org']) {
    const got = await login(place, org)
    expect([got.status, got.json, got.all('www-authenticate')]).toEqual([403, { error: 'Not a member' }, []])
    expect((await last()).reason).toBe(`${email} does not belong to ${org}`)
  }
  expect([(await login(place)).status, (await login(place, '')).status]).toEqual([200, 200])
  expect((await login(place, 'blue', 'wrong')).status).toBe(401)
})

test('a key logs in for members alone, until an account is asked to be made one', async () => {
  const place = newPlace(server)
  const member = { email, org: 'blue' }
  expect((await exchange(place, member)).json).toEqual({ error: 'Not there' })
  expect((await exchange(place, { ...member, create: 'false' })).status).toBe(404)
  expect((await exchange(place, { ...member, create: 'true' })).status).toBe(200)
  expect((await exchange(place, member)).status).toBe(200)
  expect([(await login(place, 'blue')).status, (await login(place, 'red')).status]).toEqual([200, 403])
})

test('an account that is not there is created as a member where that is asked for', async () => {
  const place = newPlace(server)
  const member = { email: 'new@example.com', org: 'blue' }
  expect((await exchange(place, member)).status).toBe(404)
  expect((await exchange(place, { ...member, create: 'true' })).status).toBe(200)
  expect((await exchange(place, member)).status).toBe(200)
  expect((await exchange(place, { ...member, org: 'red' })).status).toBe(404)
})

test('an account that is disabled is as unknown to a key as one that is not there', async () => {
  const place = newPlace(server)
  const grace = { email: 'grace@example.com' }
  expect((await exchange(place, grace)).status).toBe(200)
  await place.hooks('orgs').disableAccount(grace.email, true)
  const [disabled, unknown] = [await exchange(place, grace), await exchange(place, { email: 'no@example.com' })]
  expect([disabled.status, disabled.json]).toEqual([404, unknown.json])
})
