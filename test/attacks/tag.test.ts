import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../test-server.ts'
import { ada, grace } from './logins.ts'
import { type Got, newPlace, type Place } from './place.ts'
import { ask, client, clientToken, kiosk, logIn, type Pair, pairOf, refresh, statusOf } from './tag.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.stop())

async function login(place: Place): Promise<Pair> {
  return pairOf(await logIn(place, ada.email, ada.password))
}

/** All that a client sees of an answer, but for the time of day. */
function visible({ status, headers, text }: Got) {
  return { status, text, headers: headers.filter(([name]) => name !== 'Date') }
}

function counted(answers: readonly Got[]): Record<string, number> {
  const groups = Object.groupBy(answers, ({ status }) => String(status))
  return Object.fromEntries(Object.entries(groups).map(([status, of]) => [status, of?.length ?? 0]))
}

test('TL15: of two refreshes at once one succeeds, two hundred times over, and its pair works', async () => {
  const place = newPlace(server)
  let pair = await login(place)
  for (let round = 0; round < 200; round++) {
    const answers = await Promise.all([refresh(place, pair.refresh), refresh(place, pair.refresh)])
    expect(counted(answers)).toEqual({ 200: 1, 400: 1 })
    pair = pairOf(answers.find(({ status }) => status === 200) as Got)
    expect(await statusOf(place, pair.access)).toBe(200)
  }
})

test('TL16: of a hundred refreshes at once one succeeds, and leaves one live pair', async () => {
  const place = newPlace(server)
  const first = await login(place)

  const answers = await Promise.all(Array.from({ length: 100 }, () => refresh(place, first.refresh)))

  expect(counted(answers)).toEqual({ 200: 1, 400: 99 })
  const next = pairOf(answers.find(({ status }) => status === 200) as Got)
  expect(await statusOf(place, first.access)).toBe(401)
  expect(await statusOf(place, next.access)).toBe(200)
  expect((await refresh(place, next.refresh)).status).toBe(200)
})

test('TL17: what is issued while a client is removed is dead once that is done', async () => {
  const place = newPlace(server)
  const { clients } = (await server.store.world(place.world)).api('tag')
  const pairs: Pair[] = []
  for (let count = 0; count < 8; count++) {
    const parameters = { ...kiosk, grant_type: 'password', username: ada.email, password: ada.password }
    pairs.push(pairOf(await ask(place, parameters)))
  }

  const flying = [
    ...pairs.map((pair) => refresh(place, pair.refresh, kiosk)),
    ...pairs.map(() => ask(place, { ...kiosk, grant_type: 'client_credentials' })),
    ask(place, { ...kiosk, grant_type: 'password', username: grace.email, password: grace.password }),
  ]
  await Promise.race(flying)
  expect(await clients.remove(kiosk.client_id)).toBe(true)
  const answers = await Promise.all(flying)

  const issued = answers.filter(({ status }) => status === 200).map(pairOf)
  expect(issued.length).toBeGreaterThan(0)
  for (const { access, refresh: token } of [...issued, ...pairs]) {
    expect(await statusOf(place, access)).toBe(401)
    if (token) expect((await refresh(place, token, kiosk)).status).toBe(400)
  }
})

test('TL17: what is refreshed while its user is shut out is dead once that is done', async () => {
  const place = newPlace(server)
  const pairs: Pair[] = []
  for (let count = 0; count < 8; count++) pairs.push(await login(place))

  const flying = pairs.map((pair) => refresh(place, pair.refresh))
  await Promise.race(flying)
  await place.hooks('tag').disableAccount(ada.email, true)
  const answers = await Promise.all(flying)

  for (const { access, refresh: token } of answers.filter(({ status }) => status === 200).map(pairOf)) {
    expect(await statusOf(place, access)).toBe(401)
    expect((await refresh(place, token)).status).toBe(400)
  }
})

test('TL18: a replay ends every generation of its family, and no other', async () => {
  const place = newPlace(server)
  const apart = await login(place)
  const generations = [await login(place)]
  for (let count = 1; count < 15; count++)
    generations.push(pairOf(await refresh(place, generations.at(-1)?.refresh ?? '')))
  expect(await statusOf(place, generations.at(-1)?.access ?? '')).toBe(200)

  expect((await refresh(place, generations[3]?.refresh ?? '')).status).toBe(400)

  for (const { access, refresh: token } of generations) {
    expect(await statusOf(place, access)).toBe(401)
    expect((await refresh(place, token)).status).toBe(400)
  }
  expect(await statusOf(place, apart.access)).toBe(200)
})

test('TL14: a replay is harmless for ten seconds and not a moment longer', async () => {
  const place = newPlace(server)
  await place.control('PATCH', '/clock', { frozen: true })
  const first = await login(place)
  const second = pairOf(await refresh(place, first.refresh))
  await place.hooks('tag').advanceClock(9.999)
  expect((await refresh(place, first.refresh)).status).toBe(400)
  expect(await statusOf(place, second.access)).toBe(200)

  await place.hooks('tag').advanceClock(0.001)
  expect((await refresh(place, first.refresh)).status).toBe(400)
  expect(await statusOf(place, second.access)).toBe(401)
})

test('TL19: a replay by another client ends nothing', async () => {
  const place = newPlace(server)
  const first = await login(place)
  const second = pairOf(await refresh(place, first.refresh))
  await place.hooks('tag').advanceClock(60)

  expect((await refresh(place, first.refresh, kiosk)).status).toBe(400)

  expect(await statusOf(place, second.access)).toBe(200)
})

test('TL26: tokens are 256 bits without a pattern, and never the same twice', async () => {
  const place = newPlace(server)
  const tokens = new Set<string>()
  for (let count = 0; count < 500; count++) tokens.add(await clientToken(place))
  expect(tokens.size).toBe(500)
  expect([...tokens].filter((token) => !/^[A-Za-z0-9_-]{43}$/.test(token))).toEqual([])
})

test('EN06: an unknown client and a wrong secret get one answer, in the body and in the header', async () => {
  const place = newPlace(server)
  const inBody = (client_id: string, client_secret: string) =>
    ask(place, { grant_type: 'client_credentials', client_id, client_secret })
  const inHeader = (...basic: [string, string]) =>
    place.send('POST', '/tag/api/oauth/v2/token', { json: { grant_type: 'client_credentials' }, basic })
  for (const [way, status] of [[inBody, 400] as const, [inHeader, 401] as const]) {
    const answers = [
      await way('abc123', 'wrong'),
      await way('nobody', 'wrong'),
      await way('nobody', '456789'),
      await way("abc123'--", '456789'),
      await way('abc123', 'x'.repeat(150)),
    ]
    expect(answers[0]?.status).toBe(status)
    for (const answer of answers) expect(visible(answer)).toEqual(visible(answers[0] as Got))
  }
})

test('BF12: guessing a client ends at a hundred for that address, and for no other', async () => {
  const place = newPlace(server)
  await place.control('PATCH', '/clock', { frozen: true })
  const guess = (secret: string, from?: string) =>
    ask(place, { grant_type: 'client_credentials', client_secret: secret }, from)
  const found: number[] = []
  for (let count = 0; count < 200; count++) found.push((await guess(`guess-${count}`)).status)

  expect(found).toEqual([...Array(100).fill(400), ...Array(100).fill(429)])
  const right = await guess(client.client_secret)
  expect([right.status, right.header('retry-after')]).toEqual([429, '900'])
  expect((await guess(client.client_secret, '127.0.0.2')).status).toBe(200)
})

test('OA23: a request that is refused for anything else is never a guess', async () => {
  const place = newPlace(server)
  for (let count = 0; count < 60; count++) {
    expect((await ask(place, { grant_type: 'unknown' })).status).toBe(400)
    expect((await ask(place, { grant_type: 'client_credentials', client_secret: '' })).status).toBe(400)
  }
  expect((await ask(place, { grant_type: 'client_credentials' })).status).toBe(200)
})

test('OA27: whatever is sent, a description keeps to its characters', async () => {
  const place = newPlace(server)
  for (const name of ['"', '\\', 'ключ', '\u0001', '\u{1f511}', '\u2028', 'x'.repeat(5_000)]) {
    const text = JSON.stringify(name)
    const raw = { type: 'application/json', body: `{"grant_type":"password",${text}:1,${text}:2}` }
    const { status, json } = await place.send('POST', '/tag/api/oauth/v2/token', { raw })
    expect([name, status]).toEqual([name, 400])
    expect((json as { error_description: string }).error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/)
  }
})
