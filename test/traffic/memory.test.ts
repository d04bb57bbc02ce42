import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sent } from '../../src/conformance/request.ts'
import { growthOf } from '../attacks/heap.ts'
import { newPlace, type Place } from '../attacks/place.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.stop())

const login = '/khe/v1.0/users/token'

async function fill(place: Place, sent: (number: number) => Sent): Promise<void> {
  for (let round = 0; round < 25; round++)
    await Promise.all(Array.from({ length: 10 }, (_, at) => place.send('POST', login, sent(round * 10 + at))))
}

const letters = (number: number) => String(number).padEnd(15_000, 'x')

/** What is sent, and the most bytes of memory that an exchange may take of it. */
test.each<[string, (number: number) => Sent, number]>([
  ['JSON', (number) => ({ json: { a: letters(number) } }), 8_192],
  [
    'JSON that was cut off',
    (number) => ({ raw: { type: 'application/json', body: `{"a":"${letters(number)}` } }),
    8_192,
  ],
  [
    'headers',
    (number) => ({ json: {}, headers: ['A', 'B', 'C'].map((name) => [`X-${name}`, letters(number).slice(0, 4_500)]) }),
    12_288,
  ],
])('250 exchanges of 15,000 bytes of %s take the memory of what is shown', async (_, sent, most) => {
  await fill(newPlace(server), () => ({ json: {} }))
  expect(await growthOf(() => fill(newPlace(server), sent), most * 250)).toBeLessThan(most * 250)
})
