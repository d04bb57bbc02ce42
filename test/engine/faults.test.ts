import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sent } from '../../src/conformance/request.ts'
import { type Got, newPlace, type Place, stillPlace } from '../attacks/place.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { answer, sketched } from './contracts.ts'
import { type OwnContract, served } from './own-contracts.ts'

const passwordBody = {
  required: true,
  content: { 'application/json': { schema: { type: 'object', properties: { user: {}, password: {} } } } },
}

/** A login by a cookie that its contract does not document, and one whose refresh token goes on working. */
const pages = sketched('pages', {
  schemes: {
    cookie: {
      type: 'apiKey',
      in: 'cookie',
      name: 'sid',
      'x-ways': {
        page: {
          inputs: { user: {}, password: {} },
          obtain: { operationId: 'openPage', requestBody: { user: '$inputs.user', password: '$inputs.password' } },
        },
      },
    },
    token: {
      type: 'http',
      scheme: 'bearer',
      'x-ways': {
        app: {
          inputs: { user: {}, password: {} },
          obtain: { operationId: 'openApp', requestBody: { user: '$inputs.user', password: '$inputs.password' } },
          outputs: { token: '$response.body#/token', refresh: '$response.body#/refresh' },
          send: '$outputs.token',
          renew: { operationId: 'renewApp', requestBody: { refresh: '$outputs.refresh' } },
        },
      },
    },
  },
  operations: {
    'POST /page': { operationId: 'openPage', security: [], requestBody: passwordBody },
    'GET /page': { security: [{ cookie: [] }] },
    'POST /app': {
      operationId: 'openApp',
      security: [],
      requestBody: passwordBody,
      responses: { '200': answer({ example: { token: 't', refresh: 'r' } }) },
    },
    'POST /app/renew': {
      operationId: 'renewApp',
      security: [],
      requestBody: { content: { 'application/json': { schema: { type: 'object' } } } },
      responses: { '200': answer({ example: { token: 't' } }) },
    },
    'GET /app': { security: [{ token: [] }] },
  },
})

let server: TestServer
let demo: Readonly<Record<OwnContract, Readonly<Record<string, string>>>>

beforeAll(async () => {
  const [bookings, parcels] = await Promise.all([served('bookings'), served('parcels')])
  const valuesOf = ({ api }: typeof bookings) =>
    Object.fromEntries(api.sandbox.demo.map(({ label, value }) => [label, value]))
  demo = { bookings: valuesOf(bookings), parcels: valuesOf(parcels) }
  server = await startTestServer({ ownApis: [bookings.api, parcels.api, pages.api] })
})

afterAll(() => server.stop())

const rooms = '/bookings/v2/rooms'
const password = 'correct-horse-battery-staple'

interface Tokens {
  readonly access: string
  readonly refresh: string
}

async function logIn(place: Place, more: Sent = {}): Promise<Tokens> {
  const got = await place.send('POST', '/bookings/v2/login', { json: { user: 'ada', password }, ...more })
  expect(got.status, got.text).toBe(200)
  return got.json as Tokens
}

function refresh(place: Place, { refresh }: Tokens, more: Sent = {}): Promise<Got> {
  return place.send('POST', '/bookings/v2/refresh', { json: { refresh }, ...more })
}

function withFault(fault: string, sent: Sent = {}): Sent {
  return { ...sent, headers: [...(sent.headers ?? []), ['Latchkey-Fault', fault]] }
}

const mediaTypeOf = (got: Got) => got.header('content-type')?.split(';')[0]

async function faultsLeft(place: Place): Promise<number> {
  return ((await place.control('GET', '/faults')).json as { faults: unknown[] }).faults.length
}

describe('a status fault of an own API', () => {
  test.each([
    ['GET', rooms, 401, { error: 'Unauthorized', code: 401 }],
    ['GET', rooms, 404, { error: 'Not Found', code: 404 }],
    ['GET', rooms, 409, { error: 'Conflict', code: 409 }],
    ['GET', rooms, 418, undefined],
    ['GET', rooms, 429, { error: 'Too Many Requests', code: 429 }],
    ['DELETE', `${rooms}/7`, 403, { error: 'Forbidden', code: 403 }],
    ['DELETE', `${rooms}/7`, 500, { error: 'Internal Server Error', code: 500 }],
    ['DELETE', `${rooms}/7`, 503, { error: 'Service Unavailable', code: 503 }],
    [
      'POST',
      '/parcels/_auth/token',
      400,
      { error: 'invalid_request', error_description: 'body was refused by a fault' },
    ],
    [
      'POST',
      '/parcels/_auth/token',
      401,
      { error: 'invalid_client', error_description: 'The client credentials are missing or wrong' },
    ],
  ] as const)(
    '%s %s answers %i as its contract documents it, also by a range or `default`',
    async (method, path, status, body) => {
      const got = await newPlace(server).send(method, path, withFault(`status=${status}`))
      expect([got.status, got.json]).toEqual([status, body])
      expect(mediaTypeOf(got)).toBe(body && 'application/json')
      if (status === 429 || status === 503) expect(got.header('retry-after')).toBe('1')
    },
  )

  test('that the contract does not document is refused with those it documents', async () => {
    const place = newPlace(server)
    const wanted = { api: 'bookings', kind: 'status', operation: 'listRooms', status: 503 }
    expect((await place.control('POST', '/faults', wanted)).json).toMatchObject({
      status: 422,
      detail: '"listRooms" does not document the error 503; it documents 401, 409, 418, 4XX',
    })
  })

  test('is for the operations that document it', async () => {
    const place = newPlace(server)
    const made = await place.control('POST', '/faults', { api: 'bookings', kind: 'status', status: 404 })
    expect(made.status, made.text).toBe(201)
    const bearer = demo.bookings.session ?? ''
    expect((await place.send('POST', '/bookings/v2/logout', { bearer })).status).toBe(204)
    expect((await place.send('GET', rooms, { bearer })).status).toBe(404)
    expect(await faultsLeft(place)).toBe(0)
  })
})

test('latency and drops happen to the operation that they are set for', async () => {
  const place = newPlace(server)
  const bearer = demo.bookings.session ?? ''
  for (const fault of [{ kind: 'latency', milliseconds: 60 }, { kind: 'drop' }]) {
    const made = await place.control('POST', '/faults', { api: 'bookings', operation: 'listRooms', ...fault })
    expect(made.status, made.text).toBe(201)
  }
  const began = performance.now()
  await expect(place.send('GET', rooms, { bearer })).rejects.toThrow()
  expect(performance.now() - began).toBeGreaterThan(50)
  expect((await place.send('GET', rooms, { bearer })).status).toBe(200)
})

describe('the scenarios that can happen', () => {
  test('follow from the contract', async () => {
    const { scenarios } = (await newPlace(server).control('GET', '/scenarios')).json as {
      readonly scenarios: readonly { readonly name: string; readonly apis: readonly string[] }[]
    }
    const possible = (api: string) => scenarios.filter(({ apis }) => apis.includes(api)).map(({ name }) => name)
    expect(possible('bookings')).toEqual([
      'expires-mid-flight',
      '401-once',
      'refresh-race',
      'refresh-revoked',
      'rate-limited',
      'slow-login',
      'clock-skew',
    ])
    // Its refresh token is not traded in, so no other refresh can win.
    expect(possible('pages')).toEqual(['expires-mid-flight', '401-once', 'cookie-dropped', 'slow-login', 'clock-skew'])
    expect(possible('parcels')).toEqual([
      'expires-mid-flight',
      '401-once',
      'refresh-race',
      'refresh-revoked',
      'rate-limited',
      'cookie-dropped',
      'slow-login',
      'clock-skew',
    ])
  })

  test('expires-mid-flight: the credential has expired from then on, a demo one and an issued one, and says so', async () => {
    const place = newPlace(server)
    for (const bearer of [(await logIn(place)).access, demo.bookings.session ?? '']) {
      const got = await place.send('GET', rooms, withFault('expires-mid-flight', { bearer }))
      expect([got.status, got.header('www-authenticate')]).toEqual([401, expect.stringContaining('has expired')])
      expect((await place.send('GET', rooms, { bearer })).status).toBe(401)
    }
    const key = [['X-Parcel', demo.parcels.parcelKey ?? '']] as const
    const got = await place.send('GET', '/parcels/parcels', withFault('expires-mid-flight', { headers: key }))
    expect(got.status).toBe(401)
  })

  test('401-once: the credential works again, also where the contract does not document a 401', async () => {
    const place = newPlace(server)
    for (const [path, sent] of [
      [rooms, { bearer: demo.bookings.session ?? '' }],
      ['/parcels/labels', { query: { sig: demo.parcels.labelSignature ?? '' } }],
    ] as const) {
      expect((await place.send('GET', path, withFault('401-once', sent))).status).toBe(401)
      expect((await place.send('GET', path, sent)).status).toBe(200)
    }
  })

  test('refresh-race: the other refresh wins, and the login goes on', async () => {
    const place = newPlace(server)
    const tokens = await logIn(place)
    expect((await refresh(place, tokens, withFault('refresh-race'))).status).toBe(401)
    expect((await place.send('GET', rooms, { bearer: tokens.access })).status).toBe(401)
  })

  test('refresh-revoked: the whole login is revoked, at a login of the contract and at the token endpoint', async () => {
    const place = newPlace(server)
    const tokens = await logIn(place)
    expect((await refresh(place, tokens, withFault('refresh-revoked'))).status).toBe(401)
    expect((await place.send('GET', rooms, { bearer: tokens.access })).status).toBe(401)

    const basic = ['demo', 'demo-secret'] as const
    const token = (form: Readonly<Record<string, string>>, sent: Sent = {}) =>
      place.send('POST', '/parcels/_auth/token', { ...sent, basic, form })
    const granted = (await token({ grant_type: 'password', username: 'ada', password })).json as {
      readonly refresh_token: string
    }
    const form = { grant_type: 'refresh_token', refresh_token: granted.refresh_token }
    const got = await token(form, withFault('refresh-revoked'))
    expect([got.status, got.json]).toEqual([400, expect.objectContaining({ error: 'invalid_grant' })])
  })

  test('rate-limited: until its Retry-After is over by the clock of the world', async () => {
    const place = await stillPlace(server)
    const bearer = demo.bookings.session ?? ''
    const got = await place.send('GET', rooms, withFault('rate-limited', { bearer }))
    expect([got.status, got.header('retry-after'), got.json]).toEqual([
      429,
      '2',
      { error: 'Too Many Requests', code: 429 },
    ])
    expect((await place.send('GET', rooms, { bearer })).status).toBe(429)
    await place.hooks('bookings').advanceClock(2)
    expect((await place.send('GET', rooms, { bearer })).status).toBe(200)
  })

  test('cookie-dropped: the cookie does not arrive, and the others do', async () => {
    const place = newPlace(server)
    const headers = [['Cookie', `other=1; desk_id=${demo.parcels.desk}`]] as const
    expect((await place.send('GET', '/parcels/desk', withFault('cookie-dropped', { headers }))).status).toBe(401)
    expect((await place.send('GET', '/parcels/desk', { headers })).status).toBe(200)
  })

  test('cookie-dropped: the cookie of a login goes to a path that no page is at', async () => {
    const place = newPlace(server)
    const json = { user: 'ada', password }
    const path = async (sent: Sent) =>
      /; Path=([^;]*)/.exec((await place.send('POST', '/pages/page', sent)).header('set-cookie') ?? '')?.[1]
    expect(await path(withFault('cookie-dropped', { json }))).toBe('/-/nowhere')
    expect(await path({ json })).toBe(`${place.root}/pages`)
  })

  test('slow-login: a login takes its time', async () => {
    const place = newPlace(server)
    const wanted = { api: 'bookings', kind: 'scenario', scenario: 'slow-login', milliseconds: 60 }
    expect((await place.control('POST', '/faults', wanted)).status).toBe(201)
    const began = performance.now()
    await logIn(place)
    expect(performance.now() - began).toBeGreaterThan(50)
    expect(await faultsLeft(place)).toBe(0)
  })

  test('clock-skew: what is issued expires by a clock that is five minutes ahead', async () => {
    const place = await stillPlace(server)
    const got = await place.send(
      'POST',
      '/bookings/v2/login',
      withFault('clock-skew', { json: { user: 'ada', password } }),
    )
    expect(got.header('date')).toBe('Sun, 01 Mar 2026 12:05:00 GMT')
    const { access } = got.json as Tokens
    await place.hooks('bookings').advanceClock(900 + 299)
    expect((await place.send('GET', rooms, { bearer: access })).status).toBe(200)
    await place.hooks('bookings').advanceClock(1)
    expect((await place.send('GET', rooms, { bearer: access })).status).toBe(401)
  })
})
