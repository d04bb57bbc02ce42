import { afterAll, beforeAll, expect, test } from 'vitest'
import { sampleRequest } from '../../src/conformance/documented.ts'
import type { Sent } from '../../src/conformance/request.ts'
import type { Operation } from '../../src/contract/contract.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { type Attacked, apis, isAccepted, locate } from './every-api.ts'
import { type Got, type Place, placeOf } from './place.ts'
import { open, type ProtectedCall, protectedCalls, type Scheme } from './protected-calls.ts'

let server: TestServer
let place: Place
let good: ReadonlyMap<ProtectedCall, Sent>

beforeAll(async () => {
  server = await startTestServer()
  place = placeOf(server, '')
  const found = new Map<ProtectedCall, Sent>()
  for (const protectedCall of protectedCalls) found.set(protectedCall, await protectedCall.authorize(place))
  good = found
})

afterAll(async () => {
  await server.stop()
})

/** What a store says of itself when it fails, none of which is anybody's business. */
const innards = /sql|database|no such table|statement|constraint|errcode|\bstore\b|\/tmp|node:|\.ts\b|at \w+ \(/i

/** What is in memory needs no store. */
const inMemory = ['getClock', 'listApis', 'getSettings']

/** Everybody may ask these for what nobody has stored. */
function needsNothing({ id, method, security, parameters }: Operation): boolean {
  return inMemory.includes(id) || (method === 'GET' && security.length === 0 && parameters.length === 0)
}

function schemeOf({ contract }: Attacked, name: string): Scheme {
  const { in: where, scheme } = contract.securitySchemes[name] ?? {}
  if (where === 'cookie') return 'cookie'
  return where === 'header' ? 'key' : scheme === 'basic' ? 'basic' : 'bearer'
}

/** A good credential of one of the schemes that the operation takes. */
function credentialFor(api: Attacked, { security }: Operation): Sent {
  const schemes = security.flatMap((alternative) => Object.keys(alternative)).map((name) => schemeOf(api, name))
  const protectedCall = protectedCalls.find((each) => each.api === api && schemes.includes(each.scheme))
  const { bearer, basic, cookie, headers } = (protectedCall && good.get(protectedCall)) ?? {}
  return { ...(bearer && { bearer }), ...(basic && { basic }), ...(cookie && { cookie }), ...(headers && { headers }) }
}

/** What every operation answers to a request that breaks nothing. */
async function everyAnswer(among: readonly Attacked[]): Promise<[string, Got][]> {
  const answers: [string, Got][] = []
  for (const api of among)
    for (const operation of api.contract.operations.filter((each) => !needsNothing(each))) {
      const { bearer: _bearer, ...sample } = sampleRequest(operation, api.contract)
      const sent = { ...sample, ...credentialFor(api, operation) }
      answers.push([
        `${api.id} ${operation.id}`,
        await place.send(operation.method, locate(api, operation.id).path, sent),
      ])
    }
  return answers
}

const tables = ['secrets', 'accounts', 'identities', 'failures', 'settings', 'resources', 'outbox', 'counters']

test('AB26, LG04: a fault in the store is nobody let in, and a refusal that tells nothing', async () => {
  const vendors = apis.filter(({ id }) => id !== 'sandbox')
  const { database } = (await server.store.world('')).api(vendors[0]?.id ?? '').scope
  for (const table of tables) await database.run(`ALTER TABLE ${table} RENAME TO hidden_${table}`)
  const broken = await everyAnswer(vendors)
  for (const table of tables) await database.run(`ALTER TABLE hidden_${table} RENAME TO ${table}`)
  expect(broken.length).toBeGreaterThan(10)
  for (const [id, { status, text }] of broken) {
    expect([id, status]).toEqual([id, 500])
    expect([id, text]).not.toEqual([id, expect.stringMatching(innards)])
  }
  for (const protectedCall of protectedCalls) {
    const sent = good.get(protectedCall) ?? {}
    expect([protectedCall.title, isAccepted(await open(place, protectedCall, sent))]).toEqual([
      protectedCall.title,
      true,
    ])
  }
})

test('AB26: without its store every protected call is refused, says when to come again, and tells nothing', async () => {
  await server.store.close()
  const atDoors = protectedCalls.map(
    async (protectedCall) =>
      [protectedCall.title, await open(place, protectedCall, good.get(protectedCall) ?? {})] as const,
  )
  for (const [id, got] of [...(await everyAnswer(apis)), ...(await Promise.all(atDoors))]) {
    expect([id, got.status, got.header('retry-after')]).toEqual([id, 503, '1'])
    expect([id, got.text]).not.toEqual([id, expect.stringMatching(innards)])
    expect([id, got.all('set-cookie')]).toEqual([id, []])
  }
})
