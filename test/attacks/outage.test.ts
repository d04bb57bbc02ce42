import { afterAll, beforeAll, expect, test } from 'vitest'
import { sampleRequest } from '../../src/conformance/documented.ts'
import { contractOf } from '../contract/contract-of.ts'
import { startTestHouse, type TestHouse } from '../house.ts'
import { credits, me, nebulaKey, nebulaToken, numbersCookie, numbersToken } from './logins.ts'
import { type Got, type Place, placeOf } from './place.ts'

let house: TestHouse
let place: Place
let good: { readonly key: string; readonly token: string; readonly bearer: string; readonly cookie: string }

beforeAll(async () => {
  house = await startTestHouse()
  place = placeOf(house, '')
  const token = await nebulaToken(place)
  good = {
    token,
    key: await nebulaKey(place, token),
    bearer: await numbersToken(place),
    cookie: await numbersCookie(place),
  }
})

afterAll(async () => {
  await house.stop()
})

/** What a store says of itself when it fails, none of which is anybody's business. */
const innards = /sql|database|no such table|statement|constraint|errcode|store|\/tmp|node:|\.ts\b|at \w+ \(/i

async function everyAnswer(apis: readonly string[]): Promise<[string, Got][]> {
  const answers: [string, Got][] = []
  for (const api of apis) {
    const contract = await contractOf(api)
    for (const operation of contract.operations) {
      const { bearer: _none, ...sample } = sampleRequest(operation, contract)
      const credential =
        api === 'sandbox' || operation.security.length === 0
          ? {}
          : { bearer: api === 'nebula-block' ? good.token : good.bearer }
      const path = `/${api}${contract.basePath}${operation.path}`
      answers.push([operation.id, await place.send(operation.method, path, { ...sample, ...credential })])
    }
  }
  return answers
}

test('AB26, LG04: a fault in the store is nobody let in, and a refusal that tells nothing', async () => {
  const { database } = (await house.server.store.world('')).api('nebula-block').scope
  for (const table of ['secrets', 'accounts', 'identities', 'failures', 'settings'])
    await database.run(`ALTER TABLE ${table} RENAME TO hidden_${table}`)
  const broken = await everyAnswer(['nebula-block', 'numbers-station'])
  for (const table of ['secrets', 'accounts', 'identities', 'failures', 'settings'])
    await database.run(`ALTER TABLE hidden_${table} RENAME TO ${table}`)
  expect(broken.length).toBeGreaterThan(10)
  for (const [id, { status, text }] of broken) {
    expect([id, status]).toEqual([id, 500])
    expect([id, text]).not.toEqual([id, expect.stringMatching(innards)])
  }
  expect((await place.send('GET', credits, { bearer: good.token })).status).toBe(200)
})

test('AB26: without its store every door is shut, says when to come again, and tells nothing', async () => {
  await house.server.store.close()
  const answers = [
    ...(await everyAnswer(['nebula-block', 'numbers-station', 'sandbox'])),
    ['a good key', await place.send('GET', credits, { bearer: good.key })] as const,
    ['a good cookie', await place.send('GET', me, { cookie: good.cookie })] as const,
  ]
  for (const [id, got] of answers) {
    // What is in memory needs no store.
    if (['getClock', 'listApis', 'getSettings'].includes(id)) continue
    expect([id, got.status, got.header('retry-after')]).toEqual([id, 503, '1'])
    expect([id, got.text]).not.toEqual([id, expect.stringMatching(innards)])
    expect([id, got.all('set-cookie')]).toEqual([id, []])
  }
})
