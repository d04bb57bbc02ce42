import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { components } from '../../generated/sandbox/schema.ts'
import type { Sent } from '../../src/conformance/request.ts'
import { newPlace, type Place } from '../attacks/place.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { answer, demoOf, sketched } from './contracts.ts'
import { served } from './own-contracts.ts'

type Exchange = components['schemas']['Exchange']

const body = (properties: object) => ({
  required: true,
  content: { 'application/json': { schema: { type: 'object', additionalProperties: false, properties } } },
})
const grants = answer({ example: { data: { grants: ['g'] }, again: 'r' } })

/** A login whose names say nothing of secrets. */
const odd = sketched('odd', {
  schemes: {
    bearer: {
      type: 'http',
      scheme: 'bearer',
      'x-ways': {
        magic: {
          inputs: { who: { is: 'login' }, magic: { is: 'password' } },
          obtain: { operationId: 'enter', requestBody: { who: '$inputs.who', says: { magic: '$inputs.magic' } } },
          outputs: { grant: '$response.body#/data/grants/0', again: '$response.body#/again' },
          send: '$outputs.grant',
          renew: { operationId: 'enterAgain', requestBody: { again: '$outputs.again' } },
        },
      },
    },
  },
  operations: {
    'POST /enter': {
      operationId: 'enter',
      security: [],
      requestBody: body({ who: { type: 'string' }, says: { type: 'object' } }),
      responses: { '200': grants },
    },
    'POST /again': {
      operationId: 'enterAgain',
      security: [],
      requestBody: body({ again: { type: 'string' } }),
      responses: { '200': grants },
    },
    'POST /choices': {
      security: [],
      requestBody: body({
        all: { type: 'array', items: { enum: Array.from({ length: 400 }, (_, at) => `choice-${at}`) } },
      }),
    },
  },
})

let server: TestServer
let demo: (scheme: string) => string
const logged: string[] = []

beforeAll(async () => {
  const [bookings, parcels] = await Promise.all([served('bookings'), served('parcels')])
  demo = (scheme) => demoOf(parcels, scheme)
  const log = pino({ level: 'info' }, { write: (line) => void logged.push(line) })
  server = await startTestServer({ ownApis: [bookings.api, parcels.api, odd.api], log })
})

afterAll(() => server.stop())

async function trafficOf(place: Place): Promise<{ readonly text: string; readonly exchanges: readonly Exchange[] }> {
  const { status, text, json } = await place.control('GET', '/traffic')
  expect(status, text.slice(0, 300)).toBe(200)
  return { text, exchanges: (json as { readonly exchanges: readonly Exchange[] }).exchanges }
}

function expectHidden(secret: string, texts: readonly string[]): void {
  for (const text of texts) expect(text).not.toContain(secret)
}

describe('the credentials of an own API are in no exchange, curl line or log', () => {
  const uses: readonly (readonly [scheme: string, path: string, sent: (key: string) => Sent, curl: string])[] = [
    ['parcelKey', '/parcels', (key) => ({ headers: [['X-Parcel', key]] }), '-H "X-Parcel: $X_PARCEL"'],
    ['labelSignature', '/labels', (key) => ({ query: { sig: key, page: 2 } }), '/labels?sig=$SIG&page=2"'],
    ['desk', '/desk', (key) => ({ headers: [['Cookie', `desk_id=${key}`]] }), '-H "Cookie: desk_id=$DESK_ID"'],
    ['partner', '/parcels', (key) => ({ basic: key.split(':') as never }), '-H "Authorization: Basic $BASIC"'],
    ['oauth', '/parcels', (bearer) => ({ bearer }), '-H "Authorization: Bearer $TOKEN"'],
  ]

  test.each(uses)('of the scheme %s: the demo one, an issued one and a wrong one', async (scheme, path, sent, curl) => {
    const place = newPlace(server)
    const { key } = (await place.control('POST', '/apis/parcels/keys', { owner: 'ada', scheme })).json as {
      readonly key: string
    }
    const wrong = scheme === 'partner' ? 'demo:wrong-but-secret' : 'wrong-but-secret'
    for (const each of [demo(scheme), key, wrong]) await place.send('GET', `/parcels${path}`, sent(each))
    const { text, exchanges } = await trafficOf(place)
    expect(exchanges.map(({ status }) => status)).toEqual([200, 200, 401])
    expect(exchanges.map((each) => each.curl.includes(curl))).toEqual([true, true, true])
    for (const each of [demo(scheme), key, wrong]) expectHidden(each.slice(each.indexOf(':') + 1), [text, ...logged])
  })

  test('that a way sends and is answered with, whatever it calls them', async () => {
    const place = newPlace(server)
    const password = 'correct-horse-battery-staple'
    const got = await place.send('POST', '/odd/enter', { json: { who: 'ada', says: { magic: password } } })
    const { data, again } = got.json as { readonly data: { readonly grants: string[] }; readonly again: string }
    await place.send('POST', '/odd/enter', { json: { who: 'ada', says: { magic: 'guess' } } })
    await place.send('POST', '/odd/again', { json: { again } })
    const { text, exchanges } = await trafficOf(place)
    expect(exchanges.map(({ status }) => status)).toEqual([200, 401, 200])
    expect(exchanges[0]?.curl).toContain(`{"who":"ada","says":{"magic":"'"$MAGIC"'"}}`)
    for (const secret of [password, 'guess', ...data.grants, again]) expectHidden(secret, [text, ...logged])
  })
})

test('the reason of a refusal by a fault is the fault, whatever was presented', async () => {
  const place = newPlace(server)
  for (const fault of ['status=401', '401-once', 'rate-limited'])
    await place.send('POST', '/parcels/_auth/token', { headers: [['Latchkey-Fault', fault]] })
  await place.send('GET', '/parcels/desk', {
    headers: [
      ['Cookie', `desk_id=${demo('desk')}`],
      ['Latchkey-Fault', '401-once'],
    ],
  })
  const { exchanges } = await trafficOf(place)
  expect(exchanges.map(({ reason }) => reason)).toEqual([
    'The fault status=401 refused it',
    expect.stringContaining('"401-once" cannot happen to "_auth.token"'),
    'The fault rate-limited refused it',
    'The fault 401-once refused it',
  ])
})

test('the reason of a missing role names the account and its role, and that of a missing scope the scopes', async () => {
  const place = newPlace(server)
  const keyOf = async (api: string, wanted: object) =>
    ((await place.control('POST', `/apis/${api}/keys`, wanted)).json as { readonly key: string }).key
  const bearer = await keyOf('bookings', { owner: 'ada' })
  await place.send('DELETE', '/bookings/v2/rooms/1', { bearer })
  const narrow = await keyOf('parcels', { owner: 'ada', scheme: 'oauth', scopes: [] })
  await place.send('GET', '/parcels/parcels', { bearer: narrow })
  const { exchanges } = await trafficOf(place)
  expect(exchanges.map(({ reason }) => reason)).toEqual([
    'ada@example.com has the role user; it takes admin',
    'The credential has no scopes; the operation requires parcels:read',
  ])
})

test('what a request breaks is cut where a contract has hundreds of values', async () => {
  const place = newPlace(server)
  const json = { all: Array.from({ length: 300 }, () => 'none of them') }
  expect((await place.send('POST', '/odd/choices', { json })).status).toBe(400)
  const { exchanges } = await trafficOf(place)
  expect(exchanges[0]?.verdict.request[0]).toMatch(
    /^body\.all\.0 must be equal to one of the allowed values: choice-0, /,
  )
  expect(exchanges[0]?.verdict.request[0]).toHaveLength(1_000)
})
