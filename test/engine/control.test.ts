import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { components } from '../../generated/sandbox/schema.ts'
import type { Sent } from '../../src/conformance/request.ts'
import type { ContractDocument } from '../../src/contract/document.ts'
import { ownApi } from '../../src/engine/own-api.ts'
import { createWorld, type TestWorld } from '../../src/testing/index.ts'
import { newPlace, type Place } from '../attacks/place.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { sketched } from './contracts.ts'
import { served } from './own-contracts.ts'

type Schemas = components['schemas']

let server: TestServer

beforeAll(async () => {
  const [bookings, parcels] = await Promise.all([served('bookings'), served('parcels')])
  const enforced = { auth: 'enforce', protect: [] } as const
  const ownApis = [bookings, parcels, ownApi('large', large, enforced), ownApi('hooks', webhooksAlone, enforced)]
  server = await startTestServer({ ownApis: [...ownApis, split].map(({ api }) => api) })
})

afterAll(() => server.stop())

const password = 'correct-horse-battery-staple'
const long = 'long-name-'.repeat(30)

const manyStatuses = ['200', '999', ...Array.from({ length: 60 }, (_, at) => String(400 + at))]

/** As much of everything as some vendors have. */
const large: ContractDocument = {
  openapi: '3.1.0',
  info: { title: `Large ${long}`, version: '1' },
  security: [{ [long]: Array.from({ length: 20 }, (_, at) => `role${at}`) }],
  paths: Object.fromEntries(
    Array.from({ length: 600 }, (_, at) => [
      `/${long}/${at}`,
      {
        get: {
          operationId: `${long}${at}`,
          responses: Object.fromEntries(
            (at === 0 ? manyStatuses : ['200', '404']).map((status) => [status, { description: 'x' }]),
          ),
        },
      },
    ]),
  ),
  components: { securitySchemes: { [long]: { type: 'http', scheme: 'bearer', ...{ bearerFormat: 'JWT' } } } },
}

/** Its only operation has another base path than the contract. */
const split = sketched('split', {
  schemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } },
  security: [{ key: [] }],
  servers: [{ url: 'https://api.example.com/v1' }],
  operations: { 'GET /daily': { 'x-vendor-servers': [{ url: 'https://reports.example.com/reports/v3' }] } },
})

const webhooksAlone: ContractDocument = {
  openapi: '3.1.0',
  info: { title: '', version: '1' },
  paths: {},
  ...{ webhooks: { paid: { post: { responses: { '200': { description: 'x' } } } } } },
}

/** A world, as `latchkey/testing` and as HTTP have it. */
async function newWorld(): Promise<{ readonly world: TestWorld; readonly place: Place }> {
  const place = newPlace(server)
  const world = await createWorld({ url: `http://127.0.0.1:${server.port}`, name: place.world })
  return { world, place }
}

async function logIn(place: Place, user = 'ada', typed = password): Promise<number> {
  return (await place.send('POST', '/bookings/v2/login', { json: { user, password: typed } })).status
}

const rooms = (place: Place, bearer: string) => place.send('GET', '/bookings/v2/rooms', { bearer })

describe('the list of APIs', () => {
  test('has whatever a contract has, however long or many', async () => {
    const got = await newPlace(server).control('GET', '/apis')
    expect(got.status, got.text.slice(0, 500)).toBe(200)
    const { apis } = got.json as { readonly apis: readonly Schemas['Api'][] }
    const [hooks, big] = ['hooks', 'large'].map((id) => apis.find((api) => api.id === id))
    expect(hooks).toMatchObject({ title: 'hooks', tryIt: '', operations: [{ id: '_contract' }] })
    expect(big?.title).toBe(`Large ${long}`.slice(0, 300))
    expect(big?.operations).toHaveLength(601)
    expect(big?.operations[0]).toMatchObject({ id: `${long}0`, path: `/${long}/0` })
    expect(big?.operations[0]?.statuses).not.toContain(999)
    expect(big?.roles).toHaveLength(20)
    expect(big?.demo[0]?.label).toBe(long)
  })

  test('has the operations of the contract before those that the server adds, and the statuses that they may answer', async () => {
    const { apis } = (await newPlace(server).control('GET', '/apis')).json as {
      readonly apis: readonly Schemas['Api'][]
    }
    const own = apis.find(({ id }) => id === 'bookings')?.operations
    expect(own?.map(({ id }) => id)).toEqual([
      'logIn',
      'refreshSession',
      'logOut',
      'listRooms',
      'deleteRoom',
      '_contract',
    ])
    expect(own?.map(({ statuses }) => statuses).slice(3, 5)).toEqual([
      [200, 401, 409, 418, 400],
      [204, 400, 500],
    ])
  })

  test('shows a curl line that leads to the operation, also where it has a base path of its own', async () => {
    const { apis } = (await newPlace(server).control('GET', '/apis')).json as {
      readonly apis: readonly Schemas['Api'][]
    }
    const [, url = '', header = ''] =
      /^curl (\S+) -H 'X-Key: (.*)'$/.exec(apis.find(({ id }) => id === 'split')?.tryIt ?? '') ?? []
    expect(new URL(url).pathname).toMatch(/^\/~[^/]+\/split\/reports\/v3\/daily$/)
    expect((await fetch(url, { headers: { 'X-Key': header } })).status).toBe(204)
  })

  test('is followed by faults, traffic and credentials of such names', async () => {
    const place = newPlace(server)
    const [operation, path] = [`${long}5`, `/large/${long}/5`]
    const wanted = { api: 'large', operation, kind: 'status', status: 404 }
    expect((await place.control('POST', '/faults', wanted)).status).toBe(201)
    expect((await place.control('GET', '/faults')).status).toBe(200)
    const issued = (await place.control('POST', '/apis/large/keys', { owner: 'grace', scheme: long })).json as Key
    expect((await place.send('GET', path, { bearer: issued.key })).status).toBe(404)
    expect((await place.send('GET', path, { bearer: issued.key })).status).toBe(403)
    const { exchanges } = (await place.control('GET', `/traffic?operation=${operation}`)).json as {
      readonly exchanges: readonly Schemas['Exchange'][]
    }
    expect(exchanges.map((each) => [each.operation, each.credential?.scheme])).toEqual([
      [operation, undefined],
      [operation, long],
    ])
    expect((await place.control('GET', '/apis/large/secrets')).status).toBe(200)
    expect((await place.control('GET', '/apis/large/accounts')).status).toBe(200)
  })
})

interface Key {
  readonly id: string
  readonly key: string
}

describe('accounts', () => {
  test('are created, disabled, enabled, promoted and removed, and the login follows', async () => {
    const { world, place } = await newWorld()
    const lin = await world.accounts.create('bookings', { email: 'lin@example.com', password, login: 'lin' })
    expect(lin).toMatchObject({ role: 'user', logins: ['lin', 'lin@example.com'] })
    expect([await logIn(place, 'lin'), await logIn(place, 'lin@example.com')]).toEqual([200, 200])
    await world.accounts.change('bookings', lin.id, { disabled: true })
    expect(await logIn(place, 'lin')).toBe(401)
    await world.accounts.change('bookings', lin.id, { disabled: false })
    const tokens = (await place.send('POST', '/bookings/v2/login', { json: { user: 'lin', password } })).json as {
      readonly access: string
    }
    const remove = () => place.send('DELETE', '/bookings/v2/rooms/1', { bearer: tokens.access })
    expect((await remove()).status).toBe(403)
    await world.accounts.change('bookings', lin.id, { role: 'admin' })
    expect((await remove()).status).toBe(204)
    await world.accounts.remove('bookings', lin.id)
    expect([await logIn(place, 'lin'), (await rooms(place, tokens.access)).status]).toEqual([401, 401])
    await expect(world.accounts.change('bookings', '1', { role: 'boss' })).rejects.toThrow(
      'There is no role "boss"; there are user, admin',
    )
  })

  test('are those of one world', async () => {
    const [one, other] = [await newWorld(), await newWorld()]
    await one.world.accounts.create('bookings', { email: 'lin@example.com', password })
    expect([await logIn(one.place, 'lin@example.com'), await logIn(other.place, 'lin@example.com')]).toEqual([200, 401])
  })
})

test('a client that is registered gets tokens until it is removed', async () => {
  const { world, place } = await newWorld()
  const { id, secret } = await world.clients.create('parcels', { name: 'Robot' })
  const token = () =>
    place.send('POST', '/parcels/_auth/token', { basic: [id, secret], form: { grant_type: 'client_credentials' } })
  const { access_token: bearer } = (await token()).json as { readonly access_token: string }
  expect((await place.send('POST', '/parcels/parcels', { bearer })).status).toBe(200)
  await world.clients.remove('parcels', id)
  expect((await token()).status).toBe(401)
})

test('the settings are its limits on guessing', async () => {
  const { world, place } = await newWorld()
  await world.settings.change('bookings', { failuresPerLogin: 1 })
  expect([await logIn(place, 'ada', 'wrong'), await logIn(place)]).toEqual([401, 429])
})

test('the clock expires what is issued, and a reset begins with the demo credentials', async () => {
  const { world, place } = await newWorld()
  const { apis } = (await place.control('GET', '/apis')).json as { readonly apis: readonly Schemas['Api'][] }
  const demo = apis.find(({ id }) => id === 'bookings')?.demo.find(({ label }) => label === 'session')?.value ?? ''
  await world.clock.freeze()
  const got = await place.send('POST', '/bookings/v2/login', { json: { user: 'ada', password } })
  const { access } = got.json as { readonly access: string }
  await world.clock.advance(899)
  expect((await rooms(place, access)).status).toBe(200)
  await world.clock.advance(1)
  expect([(await rooms(place, access)).status, (await rooms(place, demo)).status]).toEqual([401, 200])
  await world.clock.advance(366 * 86_400)
  expect((await rooms(place, demo)).status).toBe(401)
  await world.reset()
  expect((await rooms(place, demo)).status).toBe(200)
})

describe('a key', () => {
  /** How each scheme sends what was issued. */
  const uses: readonly (readonly [scheme: string, path: string, sent: (key: string) => Sent])[] = [
    ['parcelKey', '/parcels', (key) => ({ headers: [['X-Parcel', key]] })],
    ['labelSignature', '/labels', (sig) => ({ query: { sig } })],
    ['desk', '/desk', (key) => ({ headers: [['Cookie', `desk_id=${key}`]] })],
    ['partner', '/parcels', (key) => ({ basic: key.split(':') as never })],
    ['oauth', '/parcels', (bearer) => ({ bearer })],
  ]

  test.each(uses)('of the scheme %s works, until its lifetime is over', async (scheme, path, sent) => {
    const { world, place } = await newWorld()
    await world.clock.freeze()
    const { key } = await world.keys.issue('parcels', 'ada', { scheme, lifetime: 60 })
    const status = async () => (await place.send('GET', `/parcels${path}`, sent(key))).status
    await world.clock.advance(59)
    expect(await status()).toBe(200)
    await world.clock.advance(1)
    expect(await status()).toBe(401)
  })

  test('is good in its world alone', async () => {
    const [one, other] = [await newWorld(), await newWorld()]
    const { key } = await one.world.keys.issue('bookings', 'ada')
    expect([(await rooms(one.place, key)).status, (await rooms(other.place, key)).status]).toEqual([200, 401])
  })

  test('has the scopes that are asked for, and all of them by default; it is listed with them', async () => {
    const { world, place } = await newWorld()
    const send = (bearer: string) => place.send('POST', '/parcels/parcels', { bearer })
    const wide = await world.keys.issue('parcels', 'ada', { scheme: 'oauth' })
    const narrow = await world.keys.issue('parcels', 'ada', { scheme: 'oauth', scopes: ['parcels:read'] })
    const none = await world.keys.issue('parcels', 'ada', { scheme: 'oauth', scopes: [] })
    expect([(await send(wide.key)).status, (await send(narrow.key)).status, (await send(none.key)).status]).toEqual([
      200, 403, 403,
    ])
    const { secrets } = (await place.control('GET', '/apis/parcels/secrets')).json as {
      readonly secrets: readonly Schemas['Secret'][]
    }
    const listed = secrets.find(({ id }) => id === narrow.id)
    expect(listed).toMatchObject({ subject: 'ada@example.com', schemes: ['oauth'], scopes: ['parcels:read'] })
  })

  test('acts for an account by id, login name or address, with the role of that account, or for a client', async () => {
    const { world, place } = await newWorld()
    const remove = async (owner: string, scopes?: readonly string[]) => {
      const { key } = await world.keys.issue('bookings', owner, scopes && { scopes })
      return (await place.send('DELETE', '/bookings/v2/rooms/1', { bearer: key })).status
    }
    expect([await remove('1'), await remove('ada'), await remove('ada', ['admin'])]).toEqual([403, 403, 204])
    expect([await remove('2'), await remove('grace@example.com')]).toEqual([204, 204])
    expect([await remove('demo'), await remove('demo', ['admin'])]).toEqual([403, 204])
    const { apis } = (await place.control('GET', '/apis')).json as { readonly apis: readonly Schemas['Api'][] }
    expect(apis.find(({ id }) => id === 'bookings')).toMatchObject({
      controls: ['keys', 'clients'],
      keySchemes: [{ name: 'session', scopes: ['admin'] }],
    })
  })

  test('in the form of a JWT has its scopes and its end among its claims', async () => {
    const { world } = await newWorld()
    await world.clock.freeze(new Date('2026-03-01T12:00:00.000Z'))
    const { key } = await world.keys.issue('large', 'ada', { scopes: ['role3'], lifetime: 90 })
    const claims = JSON.parse(Buffer.from(key.split('.')[1] ?? '', 'base64url').toString())
    expect(claims).toMatchObject({ sub: '1', scope: 'role3', exp: Date.parse('2026-03-01T12:01:30.000Z') / 1_000 })
  })

  test.each([
    ['parcels', { owner: 'nobody' }, 404, 'There is no account or client "nobody"'],
    [
      'parcels',
      { owner: 'ada', scheme: 'x' },
      400,
      'There is no security scheme "x" in the contract; it has parcelKey, labelSignature, desk, partner, oauth',
    ],
    [
      'parcels',
      { owner: 'ada', scheme: 'oauth', scopes: ['parcels:eat'] },
      400,
      'There is no scope "parcels:eat" in "oauth"; it has parcels:read, parcels:write',
    ],
    ['parcels', { owner: 'ada', scheme: 'desk', scopes: ['x'] }, 400, 'There is no scope "x" in "desk"; it has none'],
    ['hooks', { owner: 'ada' }, 404, '"hooks" has no settings page that issues keys'],
    ['numbers-station', { owner: 'acme', scheme: 'x' }, 400, 'Numbers Station has one kind of key; leave out scheme'],
  ] as const)('of %s for %j is refused with %i', async (api, wanted, status, detail) => {
    const got = await newPlace(server).control('POST', `/apis/${api}/keys`, wanted)
    expect([got.status, got.json]).toEqual([status, expect.objectContaining({ status, detail })])
  })
})
