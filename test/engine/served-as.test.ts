import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { components } from '../../generated/sandbox/schema.ts'
import type { Api } from '../../src/served/api.ts'
import type { Note } from '../../src/served/report.ts'
import { newPlace, type Place } from '../attacks/place.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { sketched } from './contracts.ts'
import { served } from './own-contracts.ts'

type Schemas = components['schemas']

let server: TestServer
/** Without demo data. */
let bare: TestServer

const manyNotes = Array.from(
  { length: 2_000 },
  (_, at): Note => ({ kind: at % 2 ? 'inferred' : 'warning', text: `${at} ${'long '.repeat(1_000)}` }),
)

/** More of everything than one answer has. */
function crowded(): Api {
  const schemes = Object.fromEntries(
    Array.from({ length: 150 }, (_, at) => [`key${at}`, { type: 'apiKey', in: 'header', name: `X-Key-${at}` }]),
  )
  const { api, report } = sketched('crowded', {
    schemes,
    security: [{ key0: [] }],
    operations: { 'GET /things': {}, 'GET /health': { security: [] } },
  })
  return { ...api, report: { ...report, notes: manyNotes } }
}

beforeAll(async () => {
  const { api } = await served('bookings')
  const bookings = { ...api, source: { contract: 'contracts/bookings.yaml', overlays: ['mine.overlay.yaml'] } }
  server = await startTestServer({ ownApis: [bookings, crowded()] })
  bare = await startTestServer({ ownApis: [bookings], demo: false })
})

afterAll(async () => {
  await server.stop()
  await bare.stop()
})

async function listed(place: Place, id: string): Promise<Schemas['Api'] | undefined> {
  const { apis } = (await place.control('GET', '/apis')).json as { readonly apis: readonly Schemas['Api'][] }
  return apis.find((api) => api.id === id)
}

async function reportOf(place: Place, id: string): Promise<Schemas['Report']> {
  const got = await place.control('GET', `/apis/${id}/report`)
  expect(got.status, got.text.slice(0, 500)).toBe(200)
  return got.json as Schemas['Report']
}

describe('the list of APIs', () => {
  test('begins with your own, and says what their contracts and overlays are', async () => {
    const { apis } = (await newPlace(server).control('GET', '/apis')).json as { apis: readonly Schemas['Api'][] }
    expect(apis.map(({ source }) => source.kind)).toEqual(['own', 'own', ...Array(5).fill('built-in')])
    expect(apis[0]?.source).toEqual({
      kind: 'own',
      contract: 'contracts/bookings.yaml',
      overlays: ['mine.overlay.yaml'],
    })
  })

  test('counts the operations of the contract, without those that the server adds', async () => {
    expect((await listed(newPlace(server), 'bookings'))?.counts).toEqual({ operations: 5, protected: 3, webhooks: 0 })
    expect((await listed(newPlace(server), 'crowded'))?.counts).toEqual({ operations: 2, protected: 1, webhooks: 0 })
  })

  test('has more than a hundred APIs, and so have the scenarios', async () => {
    const operations = { 'GET /things': { security: [{ key: [] }] } }
    const schemes = { key: { type: 'apiKey', in: 'header', name: 'X-Key' } }
    const ownApis = Array.from({ length: 101 }, (_, at) => sketched(`api-${at}`, { schemes, operations }).api)
    const full = await startTestServer({ ownApis })
    try {
      const apis = await newPlace(full).control('GET', '/apis')
      const scenarios = await newPlace(full).control('GET', '/scenarios')
      expect([apis.status, scenarios.status]).toEqual([200, 200])
      expect((apis.json as { readonly apis: readonly Schemas['Api'][] }).apis.length).toBeGreaterThan(101)
    } finally {
      await full.stop()
    }
  })

  test('says which APIs send messages', async () => {
    const { apis } = (await newPlace(server).control('GET', '/apis')).json as { apis: readonly Schemas['Api'][] }
    expect(apis.filter(({ sendsMessages }) => sendsMessages).map(({ id }) => id)).toEqual(['innodata', 'khe', 'tag'])
  })

  test('has what came of changed files, until they change again', async () => {
    const place = newPlace(server)
    expect((await listed(place, 'bookings'))?.reload).toBeUndefined()
    server.reloaded('bookings', { outcome: 'refused', text: `bookings.yaml:7:3 syntax: ${'x'.repeat(5_000)}` })
    const refused = (await listed(place, 'bookings'))?.reload
    expect(refused).toMatchObject({
      outcome: 'refused',
      text: expect.stringMatching(/^bookings\.yaml:7:3 syntax: x+$/),
    })
    expect(refused?.text).toHaveLength(2_000)
    server.reloaded('bookings', { outcome: 'served', text: 'bookings.yaml changed: added GET /pots\n' })
    const reload = (await listed(newPlace(server), 'bookings'))?.reload
    expect(reload).toEqual({ at: reload?.at, outcome: 'served', text: 'bookings.yaml changed: added GET /pots' })
    expect((await listed(place, 'crowded'))?.reload).toBeUndefined()
  })
})

describe('the report of an API', () => {
  test('says how a scheme is checked, with credentials and calls that work in this world', async () => {
    const place = newPlace(server)
    const [scheme] = (await reportOf(place, 'bookings')).schemes
    expect(scheme).toMatchObject({ name: 'session', how: 'enforced', place: 'Authorization: Bearer …' })
    expect(scheme?.credentials).toHaveLength(1)
    for (const line of [scheme?.curl, scheme?.logins[0]?.curl]) {
      expect(line).toContain(`${place.root}/bookings/v2/`)
      const { stdout } = await promisify(execFile)('sh', ['-c', `${line} -s -o /dev/null -w '%{http_code}'`])
      expect([line, stdout]).toEqual([line, '200'])
    }
  })

  test('shows no demo credential where worlds begin without demo data, and neither does the list', async () => {
    expect(await listed(newPlace(bare), 'bookings')).toMatchObject({ demo: [], tryIt: '' })
    const [scheme] = (await reportOf(newPlace(bare), 'bookings')).schemes
    expect(scheme).toEqual({ ...scheme, name: 'session', how: 'enforced', credentials: [], logins: [] })
    expect(scheme).not.toHaveProperty('curl')
  })

  test('has some of each when there are too many, and says how many it left out', async () => {
    const { schemes, notes, omitted } = await reportOf(newPlace(server), 'crowded')
    expect(schemes).toHaveLength(100)
    expect(notes.map(({ kind }) => kind)).toEqual([...Array(500).fill('warning'), ...Array(500).fill('inferred')])
    expect(notes.every(({ text }) => text.length === 2_000)).toBe(true)
    expect(omitted).toEqual({ schemes: 50, notes: 1_000 })
    expect(schemes.map(({ how }) => how).slice(0, 2)).toEqual(['enforced', 'unused'])
  })

  test('of an API that comes with Latchkey has its schemes', async () => {
    const { schemes } = await reportOf(newPlace(server), 'numbers-station')
    expect(schemes.map(({ how, place }) => [how, place])).toMatchInlineSnapshot(`
      [
        [
          "enforced",
          "Authorization: Bearer …",
        ],
        [
          "enforced",
          "the cookie session_id",
        ],
        [
          "enforced",
          "the header X-API-Key",
        ],
      ]
    `)
  })
})
