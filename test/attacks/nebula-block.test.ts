import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../test-server.ts'
import { apiKeys, credits, nebulaKey, nebulaToken } from './nebula-block.ts'
import { newPlace, type Place, stillPlace } from './place.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(async () => {
  await server.stop()
})

async function status(place: Place, bearer: string): Promise<number> {
  return (await place.send('GET', credits, { bearer })).status
}

function pass(place: Place, seconds: number): Promise<void> {
  return place.hooks('nebula-block').advanceClock(seconds)
}

test('TL01, TL02: an access token lives two hours to the millisecond', async () => {
  const place = await stillPlace(server)
  const bearer = await nebulaToken(place)
  await pass(place, 7_199.999)
  expect(await status(place, bearer)).toBe(200)
  await pass(place, 0.001)
  expect(await status(place, bearer)).toBe(401)
  await pass(place, 1)
  expect(await status(place, bearer)).toBe(401)
})

test('TL01: a token that was issued between two seconds lives to the whole second that it names, and no longer', async () => {
  const place = await stillPlace(server)
  await pass(place, 0.7)
  const bearer = await nebulaToken(place)
  await pass(place, 7_199.299)
  expect(await status(place, bearer)).toBe(200)
  await pass(place, 0.001)
  expect(await status(place, bearer)).toBe(401)
})

test('TL06, TL24: a deleted key is dead at once, and when the clock goes back', async () => {
  const place = await stillPlace(server)
  const key = await nebulaKey(place, await nebulaToken(place))
  await pass(place, 60)
  await place.send('DELETE', `${apiKeys}/2`, { bearer: key })
  for (const back of [0, -30, -3_600, -864_000]) {
    await pass(place, back)
    expect([back, await status(place, key)]).toEqual([back, 401])
  }
})

test('TL26: two tokens of one second differ, each with a name of its own of 128 bits', async () => {
  const still = await stillPlace(server)
  const tokens: string[] = []
  while (tokens.length < 10) tokens.push(await nebulaToken(still))
  const names = tokens.map(
    (token) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')).jti as string,
  )
  expect(new Set(tokens).size).toBe(10)
  expect(new Set(names).size).toBe(10)
  expect(names.filter((name) => !/^[A-Za-z0-9_-]{22}$/.test(name))).toEqual([])
})

test('AB07: no header, query or field makes one method another', async () => {
  const place = newPlace(server)
  const bearer = await nebulaToken(place)
  await nebulaKey(place, bearer)
  const list = async () => (await place.send('GET', apiKeys, { bearer })).text
  const before = await list()
  for (const name of ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override']) {
    const got = await place.send('POST', `${apiKeys}/2`, { bearer, headers: [[name, 'DELETE']] })
    expect(got.status).toBe(405)
    const read = await place.send('GET', apiKeys, { bearer, headers: [[name, 'POST']] })
    expect(read.text).toBe(before)
  }
  expect(
    (
      await place.send('POST', apiKeys, {
        bearer,
        query: '_method=DELETE',
        json: { name: 'x' },
      })
    ).status,
  ).toBe(400)
  expect(await list()).toBe(before)
})
