import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadApis } from '../../src/reference/load-apis.ts'
import { createWorld } from '../../src/testing/index.ts'
import type { Seed } from '../../src/ways/seed.ts'
import { newPlace, type Place, placeOf } from '../attacks/place.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { answer, ok, sketched } from './contracts.ts'

const text = { type: 'string' }
const login = {
  inputs: { user: { is: 'login' }, password: { is: 'password' } },
  obtain: { operationId: 'POST /login', requestBody: { user: '$inputs.user', password: '$inputs.password' } },
  outputs: { token: '$response.body#/token' },
  answer: { '/roles': '$account.roles' },
  send: '$outputs.token',
}
const listed = { properties: { id: text, name: text }, required: ['id', 'name'] }

const contract = {
  root: { 'x-accounts': { roles: ['user', 'staff', 'admin'] } },
  schemes: {
    session: { type: 'http', scheme: 'bearer', 'x-ways': { login } },
    partner: { type: 'apiKey', in: 'header', name: 'X-Partner' },
    visit: { type: 'apiKey', in: 'cookie', name: 'visit' },
    agent: { type: 'apiKey', in: 'query', name: 'agent' },
    machine: { type: 'http', scheme: 'basic' },
    app: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/token', scopes: { read: '', write: '' } } } },
    own: {
      type: 'apiKey',
      in: 'header',
      name: 'X-Own',
      'x-ways': {
        key: { inputs: { key: { is: 'key' } }, send: '$inputs.key', lifecycle: { credential: { name: 'own-key' } } },
      },
    },
  },
  operations: {
    'POST /login': {
      requestBody: { content: { 'application/json': { schema: { properties: { user: text, password: text } } } } },
      responses: {
        '200': answer({ example: { token: 't', roles: ['user'] } }),
        '401': { description: 'No' },
      },
    },
    'GET /me': { security: [{ session: [] }], responses: { '200': answer({ example: { name: 'x' } }) } },
    'GET /staff': { security: [{ session: ['staff'] }], responses: ok },
    'GET /admin': { security: [{ session: ['admin'] }], responses: ok },
    'GET /partner': { security: [{ partner: [] }], responses: ok },
    'GET /visit': { security: [{ visit: [] }], responses: ok },
    'GET /agent': { security: [{ agent: [] }], responses: ok },
    'GET /machine': { security: [{ machine: [] }], responses: ok },
    'GET /read': { security: [{ app: ['read'] }], responses: ok },
    'GET /write': { security: [{ app: ['write'] }], responses: ok },
    'GET /keys': {
      security: [{ session: [] }],
      'x-action': { kind: 'list-keys', way: 'key', list: '', item: { '/id': '$key.id', '/name': '$key.name' } },
      responses: { '200': answer({ schema: { type: 'array', items: listed }, example: [{ id: '1', name: 'first' }] }) },
    },
    'GET /own': { security: [{ own: [] }], responses: ok },
  },
} as const

const seed: Seed = {
  accounts: [
    {
      ...{ email: 'eve@shop.test', login: 'eve', password: 'eve has a password', roles: ['user', 'staff'] },
      keys: { key: { value: 'own-of-eve', name: 'laptop' }, visit: 'visit-of-eve' },
    },
    { email: 'max@shop.test', password: 'max has another one', role: 'admin' },
  ],
  clients: [{ id: 'web', secret: 'web-secret', redirectUris: ['https://shop.test/back'] }],
  keys: [
    { scheme: 'partner', value: 'pk test, with blanks', subject: 'eve', lifetime: 'PT1H' },
    { scheme: 'agent', value: 'agent-1', subject: 'max@shop.test' },
    { scheme: 'machine', value: 'printer:its:secret', subject: 'eve' },
    { scheme: 'app', value: 'app-token', subject: 'web', scopes: ['read'] },
  ],
  settings: { failuresPerLogin: 2 },
}

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ ownApis: [sketched('shop', contract, { seed }).api] })
})

afterAll(() => server.stop())

const auth = (value: string) => ({ headers: [['Authorization', value]] as const })
const logIn = (place: Place, user: string, password: string, api = 'shop') =>
  place.send('POST', `/${api}/login`, { json: { user, password } })

async function statusOf(place: Place, path: string, headers: Record<string, string> = {}) {
  return (await place.send('GET', `/shop${path}`, { headers: Object.entries(headers) })).status
}

describe('worlds of an own API begin with its seed', () => {
  test('its people log in, with their roles, and the demo people do not', async () => {
    const place = newPlace(server)
    const eve = await logIn(place, 'eve', 'eve has a password')
    expect(eve).toMatchObject({ status: 200, json: { roles: ['user', 'staff'] } })
    const bearer = { Authorization: `Bearer ${(eve.json as { token: string }).token}` }
    expect(await statusOf(place, '/staff', bearer)).toBe(204)
    expect(await statusOf(place, '/admin', bearer)).toBe(403)
    expect((await logIn(place, 'ada', 'correct-horse-battery-staple')).status).toBe(401)
  })

  test.each<[string, string, Record<string, string>]>([
    ['a header', '/partner', { 'X-Partner': 'pk test, with blanks' }],
    ['a cookie', '/visit', { Cookie: 'visit=visit-of-eve' }],
    ['a query', '/agent?agent=agent-1', {}],
    ['a pair', '/machine', { Authorization: `Basic ${btoa('printer:its:secret')}` }],
    ['a token', '/read', { Authorization: 'Bearer app-token' }],
    ['a way', '/own', { 'X-Own': 'own-of-eve' }],
  ])('its keys are accepted: %s', async (_, path, headers) => {
    expect(await statusOf(newPlace(server), path, headers)).toBe(204)
  })

  test('a key has the scopes and the lifetime that the seed says', async () => {
    const place = newPlace(server)
    expect(await statusOf(place, '/write', { Authorization: 'Bearer app-token' })).toBe(403)
    const partner = { 'X-Partner': 'pk test, with blanks' }
    expect(await statusOf(place, '/partner', partner)).toBe(204)
    await place.control('POST', '/clock/advance', { seconds: 3_600 })
    expect(await statusOf(place, '/partner', partner)).toBe(401)
  })

  test('lists show what the seed says of a key', async () => {
    const place = newPlace(server)
    const eve = (await logIn(place, 'eve', 'eve has a password')).json as { token: string }
    expect((await place.send('GET', '/shop/keys', auth(`Bearer ${eve.token}`))).json).toEqual([
      { id: '1', name: 'laptop' },
    ])
  })

  test('the control API, the console and tests of apps see it', async () => {
    await using world = await createWorld({ url: `http://127.0.0.1:${server.port}` })
    const accounts = (await world.accounts.list('shop')).toSorted((one, other) => (one.email < other.email ? -1 : 1))
    expect(accounts).toMatchObject([
      { email: 'eve@shop.test', role: 'user', roles: ['user', 'staff'], logins: ['eve', 'eve@shop.test'] },
      { email: 'max@shop.test', roles: ['admin'] },
    ])
    expect(await world.clients.list('shop')).toMatchObject([{ id: 'web' }])
    const both = { roles: ['admin', 'staff'] }
    expect(await world.accounts.change('shop', accounts[1]?.id ?? '', both)).toMatchObject(both)
  })
})

test('what is shown to people is that of the seed: credentials, calls that work, and the typed client', () => {
  const { api, report } = sketched('shop', contract, { seed })
  const shown = Object.fromEntries(report.schemes.map(({ name, credentials }) => [name, credentials[0]?.value]))
  expect(shown).toMatchObject({
    partner: 'pk test, with blanks',
    visit: 'visit-of-eve',
    machine: 'printer:its:secret',
    app: 'app-token',
    own: 'own-of-eve',
  })
  expect(report.schemes[0]?.logins[0]?.curl).toContain('{"user":"eve","password":"eve has a password"}')
  expect(report.schemes.find(({ name }) => name === 'machine')?.curl).toBe('curl {url}/machine -u printer:its:secret')
  expect(report.schemes.find(({ name }) => name === 'app')?.logins[0]?.curl).toContain('-u web:web-secret')
  expect(api.sandbox.demo).toContainEqual({ label: 'admin', value: 'max@shop.test / max has another one' })
  expect(JSON.stringify([report, api.sandbox.demo])).not.toContain('correct-horse')
})

test('a value that is hidden is shown nowhere, and works all the same', async () => {
  const hidden = ['eve has a password', 'web-secret', 'app-token']
  const { api, report } = sketched('shop', contract, { seed, isHidden: (value) => hidden.includes(value) })
  const all = JSON.stringify([report, api.sandbox.demo, api.tryIt, api.tryClient])
  for (const value of hidden) expect(all).not.toContain(value)
  expect(report.schemes[0]?.logins[0]?.curl).toContain('{"user":"max@shop.test","password":"max has another one"}')
})

describe('a seed that changes', () => {
  test('adds what is new to worlds that exist, and changes nothing else', async () => {
    const own = sketched('shop', contract, { seed }).api
    const before = await startTestServer({ ownApis: [own] })
    try {
      const place = placeOf(before, 'kept')
      await place.control('PATCH', '/apis/shop/settings', { failuresPerLogin: 7 })
      const { json } = await place.control('GET', '/apis/shop/accounts')
      const { accounts } = json as { accounts: { id: string; email: string }[] }
      await place.control('DELETE', `/apis/shop/accounts/${accounts.find(({ email }) => /max/.test(email))?.id}`)
      const [eve] = seed.accounts ?? []
      const changed: Seed = {
        accounts: [{ ...eve, email: 'eve@shop.test', password: 'changed' }, ...(seed.accounts ?? []).slice(1), lin],
        keys: [{ scheme: 'partner', value: 'pk_2', subject: 'lin@shop.test' }],
        settings: { failuresPerLogin: 3 },
      }
      await before.store.replace(sketched('shop', contract, { seed: changed }).api.tenant)
      const emails = async () => {
        const { json } = await place.control('GET', '/apis/shop/accounts')
        return (json as { accounts: { email: string }[] }).accounts.map(({ email }) => email).sort()
      }
      expect(await emails()).toEqual(['eve@shop.test', 'lin@shop.test'])
      expect((await logIn(place, 'eve', 'eve has a password')).status).toBe(200)
      expect((await logIn(place, 'lin@shop.test', 'lin has one')).status).toBe(200)
      for (const value of ['pk test, with blanks', 'pk_2'])
        expect(await statusOf(place, '/partner', { 'X-Partner': value })).toBe(204)
      await place.control('POST', '/reset')
      expect(await emails()).toEqual(['eve@shop.test', 'lin@shop.test', 'max@shop.test'])
      expect((await logIn(place, 'eve', 'changed')).status).toBe(200)
      expect(await statusOf(place, '/partner', { 'X-Partner': 'pk test, with blanks' })).toBe(401)
    } finally {
      await before.stop()
    }
  })
})

const lin = { email: 'lin@shop.test', password: 'lin has one' }

describe('without demo data', () => {
  test('worlds begin with the seed of the user alone: no demo people, client or credential', async () => {
    const [tag] = await loadApis(['tag'], undefined, new Map([['tag', { seed: { accounts: [lin] } }]]))
    const shop = sketched('shop', contract, { seed: { accounts: [lin] } })
    const apis = [shop.api, ...(tag ? [{ ...tag, id: 'mine', tenant: { ...tag.tenant, id: 'mine' } }] : [])]
    const bare = await startTestServer({ ownApis: apis, demo: false })
    try {
      const place = placeOf(bare, '')
      expect((await logIn(place, 'lin@shop.test', 'lin has one')).status).toBe(200)
      expect((await logIn(place, 'ada', 'correct-horse-battery-staple')).status).toBe(401)
      expect((await place.control('GET', '/apis/shop/clients')).json).toMatchObject({ clients: [] })
      expect((await place.control('GET', '/apis/shop/secrets')).json).toMatchObject({
        secrets: [{ kind: 'credential' }],
      })
      const demo = shop.report.schemes.find(({ name }) => name === 'partner')?.credentials[0]?.value ?? ''
      expect(await statusOf(place, '/partner', { 'X-Partner': demo })).toBe(401)
      for (const { id, count } of [
        { id: 'mine', count: 1 },
        { id: 'khe', count: 0 },
      ])
        expect((await place.control('GET', `/apis/${id}/accounts`)).json).toMatchObject({ accounts: { length: count } })
    } finally {
      await bare.stop()
    }
  })
})

test('a built-in API begins with a seed in the place of its own, kind by kind', async () => {
  const own = { accounts: [{ id: '40', email: 'lin@shop.test', login: 'lin', password: 'lin has one', role: 'ADMIN' }] }
  const [api] = await loadApis(['nebula-block'], undefined, new Map([['nebula-block', { seed: own }]]))
  if (!api) throw new TypeError('There is no such API')
  expect(api.sandbox.demo).toEqual([
    { label: 'admin', value: 'lin' },
    { label: 'password', value: 'lin has one' },
  ])
  expect(api.tryIt).toContain('username=lin&password=lin+has+one')
  await server.store.replace(api.tenant)
  const place = newPlace(server)
  expect((await place.control('GET', '/apis/nebula-block/accounts')).json).toMatchObject({
    accounts: [{ id: '40', email: 'lin@shop.test' }],
  })
  // Worlds that exist keep the people of the demo data.
  expect((await placeOf(server, '').control('GET', '/apis/nebula-block/accounts')).json).toMatchObject({
    accounts: { length: 4 },
  })
})
