import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { amount } from '../full.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { ada, logins, tryLogin } from './logins.ts'
import { type Got, newPlace, type Place, placeOf } from './place.ts'
import { open, protectedCalls } from './protected-calls.ts'

/** The same moves each time, unless another number is given. */
const seed = Number(process.env.LATCHKEY_PROPERTY_SEED ?? 20_261_125)

const earliest = '1970-01-01T00:00:00.000Z'
const latest = '9000-01-01T00:00:00.000Z'
const tenYears = 315_360_000

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.stop())

/** A move of the clock, as somebody sends it. */
interface Move {
  readonly method: 'PATCH' | 'POST'
  readonly path: '/clock' | '/clock/advance'
  readonly json: { readonly now?: string; readonly frozen?: boolean; readonly seconds?: number }
}

const set = (now: string): Move => ({ method: 'PATCH', path: '/clock', json: { now } })
const advance = (seconds: number): Move => ({ method: 'POST', path: '/clock/advance', json: { seconds } })

const edges = [
  ...[earliest, latest, '0000-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '1969-12-31T23:59:59.999Z'],
  ...['9000-01-01T00:00:00.001Z', '9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59-23:59', '2016-12-31T23:59:60Z'],
  ...['1970-01-01T00:00:00+00:01', '2030-01-01 00:00:00Z', '2030-01-01t00:00:00z', '2030-01-01T00:00:00.1234567Z'],
]

const move: fc.Arbitrary<Move> = fc.oneof(
  fc.constantFrom(...edges).map(set),
  fc
    .date({ min: new Date(-62_167_219_200_000), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((date) => set(date.toISOString())),
  fc.double({ min: -tenYears, max: tenYears, noNaN: true }).map(advance),
  fc.constantFrom(-tenYears, -86_400, -0.0004, 0, 0.0004, 86_400, tenYears).map(advance),
  fc.boolean().map((frozen): Move => ({ method: 'PATCH', path: '/clock', json: { frozen } })),
)

/** What a server has to do with its clock, whatever that shows: control, listings, and one call of each kind. */
async function uses(place: Place, turn: number): Promise<Got[]> {
  const login = logins[turn % logins.length]
  const protectedCall = protectedCalls[turn % protectedCalls.length]
  if (!login || !protectedCall) throw new RangeError('There are no logins')
  const answers = [
    await tryLogin(place, login, ada[login.name], ada.password),
    await open(place, protectedCall, await protectedCall.authorize(place).catch(() => ({}))),
  ]
  for (const path of [
    '/clock',
    '/worlds',
    '/traffic',
    `/apis/${login.api.id}/secrets`,
    `/apis/${login.api.id}/accounts`,
  ])
    answers.push(await place.control('GET', path))
  return [...answers, await placeOf(server, '').control('GET', '/worlds')]
}

const failing = (answers: readonly Got[]) => answers.filter(({ status }) => status >= 500).map(({ text }) => text)
const now = ({ json }: Got) => Date.parse((json as { now: string }).now)

describe(`a clock that is moved about (seed ${seed})`, () => {
  test('never makes anything fail, and shows moments of its bounds alone', { timeout: 120_000 }, async () => {
    let turn = 0
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 10 }), async (moves) => {
        const place = newPlace(server)
        for (const { method, path, json } of moves) {
          const moved = await place.control(method, path, json)
          expect(moved.status).toBeOneOf([200, 400])
          expect(failing(await uses(place, turn++))).toEqual([])
          const shown = now(await place.control('GET', '/clock'))
          expect(shown).toBeGreaterThanOrEqual(Date.parse(earliest))
          expect(shown).toBeLessThanOrEqual(Date.parse(latest))
        }
      }),
      { seed, numRuns: amount({ full: 10, brief: 2 }), endOnFailure: true },
    )
  })

  test('is not moved out of its bounds, and a move that is refused changes nothing', async () => {
    for (const [at, out] of [
      [latest, 0.001],
      [earliest, -0.001],
    ] as const) {
      const place = newPlace(server)
      const stopped = await place.control('PATCH', '/clock', { now: at, frozen: true })
      expect(stopped.json).toEqual({ now: at, frozen: true })

      const refused = await place.control('POST', '/clock/advance', { seconds: out })

      expect(refused.status).toBe(400)
      expect(refused.json).toMatchObject({ detail: expect.stringContaining(`from ${earliest} to ${latest}`) })
      expect((await place.control('GET', '/clock')).json).toEqual({ now: at, frozen: true })
    }
  })

  test('is not set and stopped by halves', async () => {
    const place = newPlace(server)

    const refused = await place.control('PATCH', '/clock', { now: '9999-12-31T00:00:00Z', frozen: true })

    expect(refused.json).toMatchObject({
      status: 400,
      detail: `"now" would be 9999-12-31T00:00:00Z; a clock shows moments from ${earliest} to ${latest}`,
    })
    expect((await place.control('GET', '/clock')).json).toMatchObject({ frozen: false })
  })

  test.each([earliest, latest])('a day beside %s is an hour like any other for a skewed call', async (at) => {
    for (const milliseconds of [-86_400_000, 86_400_000]) {
      for (const [turn, { api }] of logins.entries()) {
        const place = newPlace(server)
        await place.control('PATCH', '/clock', { now: at })
        await place.control('POST', '/faults', {
          api: api.id,
          kind: 'scenario',
          scenario: 'clock-skew',
          milliseconds,
          times: 5,
        })
        expect(failing(await uses(place, turn))).toEqual([])
      }
    }
  })
})
