import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoKey } from '../../src/apis/numbers-station/demo.ts'
import { startTestHouse, type TestHouse } from '../house.ts'
import {
  ada,
  credits,
  grace,
  me,
  nebulaKey,
  nebulaToken,
  numbersCookie,
  numbersToken,
  type PasswordLogin,
  passwordLogins,
  tryLogin,
} from './logins.ts'
import { type Got, newPlace, type Place } from './place.ts'

let house: TestHouse

beforeAll(async () => {
  house = await startTestHouse()
})

afterAll(async () => {
  await house.stop()
})

/** A world whose clock stands still, so that no wait is over by accident. */
async function stillPlace(): Promise<Place> {
  const place = newPlace(house)
  await place.control('PATCH', '/clock', { frozen: true })
  return place
}

async function statuses(count: number, attempt: (index: number) => Promise<Got>): Promise<number[]> {
  const found: number[] = []
  for (let index = 0; index < count; index++) found.push((await attempt(index)).status)
  return found
}

const five401then429 = [401, 401, 401, 401, 401, 429]

describe.each(passwordLogins)('at $path', (login: PasswordLogin) => {
  test('BF01: five failures, then a wait that doubles to fifteen minutes and says how long it is', async () => {
    const place = await stillPlace()
    const wrong = () => tryLogin(place, login, login.name, 'wrong')
    expect(await statuses(5, wrong)).toEqual([401, 401, 401, 401, 401])
    for (const wait of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
      const refused = await wrong()
      expect([refused.status, refused.header('retry-after')]).toEqual([429, String(wait)])
      await place.hooks(login.id).advanceClock(wait)
      expect((await wrong()).status).toBe(401)
    }
  })

  test('BF03: a success ends the row of failures', async () => {
    const place = await stillPlace()
    const attempts = [...Array(4).fill('wrong'), ada.password, ...Array(4).fill('wrong'), ada.password] as string[]
    expect(await statuses(10, (index) => tryLogin(place, login, login.name, attempts[index] ?? ''))).toEqual([
      401, 401, 401, 401, 200, 401, 401, 401, 401, 200,
    ])
  })

  test('BF04: the right password waits like any other, and the same answer says so', async () => {
    const place = await stillPlace()
    await statuses(5, () => tryLogin(place, login, login.name, 'wrong'))
    const [wrong, right] = [
      await tryLogin(place, login, login.name, 'wrong'),
      await tryLogin(place, login, login.name, ada.password),
    ]
    expect([right.status, right.text, right.header('retry-after')]).toEqual([
      429,
      wrong.text,
      wrong.header('retry-after'),
    ])
  })

  test('BF10: spellings of one name share one count', async () => {
    const place = await stillPlace()
    const names = [
      login.name,
      login.name.toUpperCase(),
      ...(login.id === 'nebula-block'
        ? [` ${login.name}`, `${login.name} `, login.name.replace('d', 'ｄ'), `\u00a0${login.name}`]
        : [login.name.replace('a', 'A'), login.name.replace('@e', '@E'), 'aDa@example.com', 'adA@Example.com']),
    ]
    expect(await statuses(6, (index) => tryLogin(place, login, names[index] ?? '', 'wrong'))).toEqual(five401then429)
  })

  test('BF08: of a hundred guesses at once, no more than the limit and the hashing slots are checked', async () => {
    const place = await stillPlace()
    const found = await Promise.all(Array.from({ length: 100 }, () => tryLogin(place, login, login.name, 'wrong')))
    const counts = Object.groupBy(found, ({ status }) => String(status))
    expect(Object.keys(counts).filter((status) => !['401', '429', '503'].includes(status))).toEqual([])
    expect(counts['401']?.length).toBeLessThanOrEqual(5 + 2)
    expect((await tryLogin(place, login, login.name, ada.password)).status).toBe(429)
  })

  test('EN08: a name that nobody has waits as one that somebody has, at the same count and with the same answer', async () => {
    const place = await stillPlace()
    const nobody = `x${login.name}`
    for (let failure = 0; failure < 8; failure++) {
      const [real, unreal] = [
        await tryLogin(place, login, login.name, 'wrong'),
        await tryLogin(place, login, nobody, 'wrong'),
      ]
      expect(visible(unreal)).toEqual(visible(real))
    }
  })
})

/** All that a client sees of an answer, but for the time of day. */
function visible({ status, headers, text }: Got) {
  return { status, text, headers: headers.filter(([name]) => name !== 'Date') }
}

const nebula = passwordLogins[0]

test('BF02: a hundred failures of one name in a row are the end of it for a day, whatever was waited for', async () => {
  const place = await stillPlace()
  let checked = 0
  for (;;) {
    const { status, header } = await tryLogin(place, nebula, 'ada', 'wrong')
    if (status === 401) checked++
    else {
      const wait = Number(header('retry-after'))
      if (wait > 900) break
      await place.hooks('nebula-block').advanceClock(wait)
    }
  }
  expect(checked).toBe(100)
  const locked = await tryLogin(place, nebula, 'ada', ada.password)
  expect([locked.status, Number(locked.header('retry-after'))]).toEqual([429, 86_400])
  await place.hooks('nebula-block').advanceClock(86_400)
  expect((await tryLogin(place, nebula, 'ada', ada.password)).status).toBe(200)
})

test('BF05: one password tried on many names from one address is stopped at a hundred, for that address alone', async () => {
  const place = await stillPlace()
  const found = await statuses(110, (index) => tryLogin(place, nebula, `person-${index}`, 'Summer2026!'))
  expect(found).toEqual([...Array(100).fill(401), ...Array(10).fill(429)])
  expect((await tryLogin(place, nebula, 'ada', ada.password)).status).toBe(429)
  expect((await tryLogin(place, nebula, 'ada', ada.password, '127.0.0.2')).status).toBe(200)
  await place.hooks('nebula-block').advanceClock(899.999)
  expect((await tryLogin(place, nebula, 'ada', ada.password)).status).toBe(429)
  await place.hooks('nebula-block').advanceClock(0.001)
  expect((await tryLogin(place, nebula, 'ada', ada.password)).status).toBe(200)
})

test('BF06, BF07: guesses from twenty addresses lock the name for strangers, and not for whom it knows', async () => {
  const place = await stillPlace()
  const home = '127.0.0.99'
  const bearer = await nebulaToken(place, ada, home)
  for (let address = 2; address < 22; address++) {
    const from = `127.0.0.${address}`
    expect(await statuses(5, () => tryLogin(place, nebula, 'ada', 'wrong', from))).toEqual(Array(5).fill(401))
  }
  expect((await tryLogin(place, nebula, 'ada', ada.password, '127.0.0.50')).status).toBe(429)
  expect((await place.send('GET', credits, { bearer }, home)).status).toBe(200)
  expect((await tryLogin(place, nebula, 'ada', ada.password, home)).status).toBe(200)
  expect((await tryLogin(place, nebula, grace.login, grace.password, '127.0.0.50')).status).toBe(200)
})

test('BF07: whoever guesses a name from one address locks nobody out of another', async () => {
  const place = await stillPlace()
  await statuses(6, () => tryLogin(place, nebula, 'ada', 'wrong', '127.0.0.2'))
  expect((await tryLogin(place, nebula, 'ada', ada.password, '127.0.0.2')).status).toBe(429)
  expect((await tryLogin(place, nebula, 'ada', ada.password, '127.0.0.3')).status).toBe(200)
})

const exchange = '/numbers-station/api/v1/login/access-token/api-key?account_name=acme&email=ada%40example.com'
const random = (index: number) => String(index).padStart(43, 'x')

interface Guess {
  readonly name: string
  guess(place: Place, value: string, from?: string): Promise<Got>
  good(place: Place): Promise<string>
}

/** Every credential that can be guessed without a name. */
const guesses: readonly Guess[] = [
  {
    name: 'keys of Nebula Block',
    guess: (place, value, from) => place.send('GET', credits, { bearer: `ak_${value.replace('ak_', '')}` }, from),
    good: async (place) => nebulaKey(place, await nebulaToken(place, ada, '127.0.0.9')),
  },
  {
    name: 'tokens of Nebula Block',
    guess: (place, value, from) => place.send('GET', credits, { bearer: value }, from),
    good: (place) => nebulaToken(place),
  },
  {
    name: 'bearer tokens of Numbers Station',
    guess: (place, value, from) => place.send('GET', me, { bearer: value }, from),
    good: (place) => numbersToken(place),
  },
  {
    name: 'cookies of Numbers Station',
    guess: (place, value, from) =>
      place.send('GET', me, { cookie: `session_id=${value.replace('session_id=', '')}` }, from),
    good: (place) => numbersCookie(place),
  },
  {
    name: 'keys of Numbers Station',
    guess: (place, value, from) => place.send('POST', exchange, { headers: [['X-API-Key', value]] }, from),
    good: async () => demoKey,
  },
]

test.each(guesses)(
  'BF11: guessing $name ends at a hundred for that address, and for no other',
  async ({ guess, good }) => {
    const place = await stillPlace()
    const value = await good(place)
    const found = await statuses(1_000, (index) => guess(place, random(index)))
    expect(found).toEqual([...Array(100).fill(401), ...Array(900).fill(429)])
    expect((await guess(place, value)).status).toBe(429)
    expect((await guess(place, value, '127.0.0.3')).status).toBe(200)
  },
)

test('BF13: distinct names leave no more than the limits let through, and a day later nothing', async () => {
  const place = await stillPlace()
  const rows = async () => {
    const { database } = (await house.server.store.world(place.world)).api('nebula-block').scope
    const [row] = await database.all<{ count: number }>(
      'SELECT count(*) AS count FROM failures WHERE world = $1',
      place.world,
    )
    return row?.count ?? 0
  }
  const flood = async (count: number) => {
    for (let batch = 0; batch < count; batch += 50)
      await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          tryLogin(place, nebula, `${'n'.repeat(200)}-${batch}-${index}`, 'wrong'),
        ),
      )
  }
  await flood(500)
  const before = process.memoryUsage().rss
  await flood(3_000)
  expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000)
  expect(await rows()).toBeLessThanOrEqual(2 * (100 + 2) + 1)
  await place.hooks('nebula-block').advanceClock(86_401)
  await tryLogin(place, nebula, 'ada', 'wrong')
  expect(await rows()).toBe(3)
})
