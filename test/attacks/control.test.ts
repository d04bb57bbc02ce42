import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleRequest } from '../../src/conformance/documented.ts'
import type { Sent } from '../../src/conformance/request.ts'
import type { Operation } from '../../src/contract/contract.ts'
import { contractOf } from '../contract/contract-of.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { type Got, newPlace, type Place, placeOf } from './place.ts'

const contract = await contractOf('sandbox')
const token = 'control-token-of-thirty-two-characters-or-more'

let server: TestServer
let guarded: TestServer

beforeAll(async () => {
  server = await startTestServer()
  guarded = await startTestServer({ controlToken: token, hosts: ['latchkey.test'] })
})

afterAll(async () => {
  await server.stop()
  await guarded.stop()
})

/** A request that would succeed, but for what is changed. */
function ask(place: Place, operation: Operation, changed: Sent): Promise<Got> {
  const { bearer: _none, ...sample } = sampleRequest(operation, contract)
  return place.send(operation.method, `/sandbox${contract.basePath}${operation.path}`, { ...sample, ...changed })
}

/** What a world looks like from outside: whatever a hostile request may have changed of it. */
async function state(place: Place): Promise<string> {
  const paths = [
    '/apis/nebula-block/accounts',
    '/apis/nebula-block/settings',
    '/apis/numbers-station/settings',
    '/clock',
    '/worlds',
  ]
  const answers = await Promise.all(paths.map((path) => place.control('GET', path)))
  return answers.map(({ text }) => text.replaceAll(/"(now|used)":"[^"]*"/g, '')).join()
}

const foreignHosts = [
  'evil.example',
  'evil.example:4000',
  'sandbox.evil.example',
  '192.168.0.1',
  'localhost.evil.example',
  '127.0.0.1.nip.io',
  '0.0.0.0',
  'metadata.google.internal',
  'numbers.localhost',
]

const foreignSigns: readonly (readonly [string, Sent['headers']])[] = [
  ['another port of this machine', [['Origin', 'http://localhost:3000']]],
  ['another name of this machine', [['Origin', 'http://127.0.0.1:1']]],
  ['nowhere', [['Origin', 'null']]],
  ['the same address by HTTPS', [['Origin', 'https://127.0.0.1']]],
  ['a rebound name', [['Origin', 'http://evil.example']]],
  ['another site', [['Sec-Fetch-Site', 'cross-site']]],
  [
    'a frame of another site',
    [
      ['Sec-Fetch-Site', 'cross-site'],
      ['Sec-Fetch-Mode', 'navigate'],
      ['Sec-Fetch-Dest', 'iframe'],
    ],
  ],
  [
    'an image of another site',
    [
      ['Sec-Fetch-Site', 'cross-site'],
      ['Sec-Fetch-Mode', 'no-cors'],
      ['Sec-Fetch-Dest', 'image'],
    ],
  ],
]

/** What a page may send without asking the browser first. */
const simpleTypes = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain; application/json',
  'application/json, text/plain',
  '',
]

describe('to a page in a browser', () => {
  test.each(contract.operations.map((operation) => [operation.id, operation] as const))(
    '%s answers to no foreign host, origin or form',
    async (_, operation) => {
      const place = newPlace(server)
      const before = await state(place)
      for (const host of foreignHosts)
        expect([host, (await ask(place, operation, { headers: [['Host', host]] })).status]).toEqual([host, 421])
      for (const [name, headers] of foreignSigns)
        expect([name, (await ask(place, operation, headers ? { headers } : {})).status]).toEqual([name, 403])
      const { json } = sampleRequest(operation, contract)
      for (const type of json === undefined ? [] : simpleTypes) {
        const { bearer: _bearer, json: _json, ...bodiless } = sampleRequest(operation, contract)
        const got = await place.send(operation.method, `/sandbox${contract.basePath}${operation.path}`, {
          ...bodiless,
          raw: { type, body: JSON.stringify(json) },
        })
        expect([type, got.status]).toEqual([type, 415])
      }
      expect(await state(place)).toBe(before)
    },
  )
})

/** Credentials that are not the control token in its place. */
const wrong: readonly (readonly [string, Sent])[] = [
  ['none', {}],
  ['another', { bearer: 'x'.repeat(token.length) }],
  ['its beginning', { bearer: token.slice(0, -1) }],
  ['it and more', { bearer: `${token}x` }],
  ['it in capitals', { bearer: token.toUpperCase() }],
  ['it as Basic', { headers: [['Authorization', `Basic ${Buffer.from(`x:${token}`).toString('base64')}`]] }],
  [
    'it twice',
    {
      headers: [
        ['Authorization', `Bearer ${token}`],
        ['Authorization', `Bearer ${token}`],
      ],
    },
  ],
  ['it in a cookie', { cookie: `token=${token}` }],
  ['it in a header of its own', { headers: [['X-Control-Token', token]] }],
  ['the word of another scheme', { headers: [['Authorization', `Token ${token}`]] }],
]

describe('off loopback', () => {
  test.each(contract.operations.map((operation) => [operation.id, operation] as const))(
    '%s wants the control token',
    async (_, operation) => {
      const place = newPlace(guarded)
      for (const [name, sent] of wrong) expect([name, (await ask(place, operation, sent)).status]).toEqual([name, 401])
      expect((await ask(place, operation, { query: { token, access_token: token } })).status).toBe(401)
      const { status } = await ask(newPlace(guarded), operation, { bearer: token })
      expect([401, 403, 421, 429, 500, 503]).not.toContain(status)
    },
  )

  test('a page of the own origin needs the token all the same, and a foreign one does not get by with it', async () => {
    const place = placeOf(guarded, '')
    const own = ['Origin', 'http://latchkey.test'] as const
    const host = ['Host', 'latchkey.test'] as const
    expect((await place.send('GET', '/sandbox/v1/worlds', { headers: [host, own] })).status).toBe(401)
    expect((await place.send('GET', '/sandbox/v1/worlds', { headers: [host, own], bearer: token })).status).toBe(200)
    expect(
      (
        await place.send('GET', '/sandbox/v1/worlds', {
          headers: [host, ['Origin', 'https://evil.example']],
          bearer: token,
        })
      ).status,
    ).toBe(403)
  })

  test('guessing the token ends at a hundred for that address, and for no other', async () => {
    const place = newPlace(guarded)
    for (let guess = 0; guess < 100; guess++)
      expect((await place.send('GET', '/sandbox/v1/clock', { bearer: `guess-${guess}` })).status).toBe(401)
    expect((await place.send('GET', '/sandbox/v1/clock', { bearer: token })).status).toBe(429)
    expect((await place.send('GET', '/sandbox/v1/clock', { bearer: token }, '127.0.0.2')).status).toBe(200)
  })
})
