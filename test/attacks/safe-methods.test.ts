import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { developmentConsent } from '../../src/conformance/development-consent.ts'
import { sampleRequest } from '../../src/conformance/documented.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { apis, locate } from './every-api.ts'
import { me, numbersCookie, oauth, sentCookie } from './numbers-station.ts'
import { newPlace, type Place, stillPlace } from './place.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.stop())

/** All that the control API shows of an API in a world. */
async function stateOf(place: Place, api: string): Promise<readonly unknown[]> {
  const lists = ['accounts', 'secrets', 'settings', 'outbox'].map((list) => `/apis/${api}/${list}`)
  return Promise.all([...lists, '/clock', '/faults'].map(async (path) => (await place.control('GET', path)).text))
}

const reads = apis.flatMap((api) =>
  api.contract.operations
    .filter(({ method }) => method === 'GET')
    .map((operation) => ({ title: `${api.id} ${operation.id}`, api, ...locate(api, operation.id) })),
)

test.each(reads)('HEAD changes nothing (RFC 9110, 9.2.1): $title', async ({ api, operation, path }) => {
  const place = await stillPlace(server)
  const before = api.id === 'sandbox' ? [] : await stateOf(place, api.id)
  const { path: values = {}, ...sample } = sampleRequest(operation, api.contract)
  const target = path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => String(values[name]))
  const got = await place.send('HEAD', target, sample)
  expect([got.text, got.all('set-cookie')]).toEqual(['', []])
  if (api.id !== 'sandbox') expect(await stateOf(place, api.id)).toEqual(before)
})

test('HEAD makes no world', async () => {
  const place = newPlace(server)
  const paths = ['/nebula-block/api/v1/users/credits', '/sandbox/v1/clock', `${oauth}?provider=google`]
  for (const path of paths) await place.send('HEAD', path)
  const { json } = await newPlace(server).control('GET', '/worlds')
  const { worlds } = json as { worlds: readonly { name: string }[] }
  expect(worlds.map(({ name }) => name)).not.toContain(place.world)
})

describe('an activation link', () => {
  test('still works after HEAD, and only once after GET', async () => {
    const place = newPlace(server)
    await place.send('POST', '/innodata/v1.1/users', {
      json: { name: 'Lin', email: 'lin@example.com', password: 'a-password-of-some-length' },
    })
    const message = await place.hooks('innodata').readMessage('lin@example.com')
    const token = /token=(\S+)/.exec(message)?.[1] ?? ''
    const path = `/innodata/v1.1/users/activate?token=${token}`
    const statuses = []
    for (const method of ['HEAD', 'HEAD', 'GET', 'HEAD', 'GET']) statuses.push((await place.send(method, path)).status)
    expect(statuses).toEqual([200, 200, 200, 404, 404])
  })
})

describe('a login at the development provider', () => {
  test('goes on after HEAD at each of its addresses', async () => {
    const place = newPlace(server)
    const query = { provider: 'google', redirect_header: 'true' }
    const begun = await place.send('GET', oauth, { query })
    const address = new URL(begun.header('location') ?? '')
    const provider = await fetch(address, { method: 'HEAD', redirect: 'manual' })
    expect([provider.status, provider.headers.get('allow'), provider.headers.getSetCookie()]).toEqual([
      405,
      'GET, POST',
      [],
    ])
    const back = new URL(await developmentConsent(address.href, { email: 'ada@example.com' }))
    const path = `${oauth}/callback${back.search}`
    const headers = [['Cookie', sentCookie(begun, 'login_id')]] as const
    const head = await place.send('HEAD', path, { headers })
    expect([head.status, head.all('set-cookie')]).toEqual([302, []])
    const ended = await place.send('GET', path, { headers })
    expect([ended.status, ended.header('location')]).toEqual([302, 'http://localhost:3000/login'])
    const session = await place.send('GET', me, { headers: [['Cookie', sentCookie(ended, 'session_id')]] })
    expect(session.status).toBe(200)
  })
})

test('HEAD with a wrong credential counts as a guess, or it would guess without a limit', async () => {
  const place = newPlace(server)
  await place.control('PATCH', '/apis/nebula-block/settings', { failuresPerAddress: 3 })
  const statuses = []
  for (let at = 0; at < 4; at++)
    statuses.push(
      (await place.send('HEAD', '/nebula-block/api/v1/users/credits', { bearer: `ak_${'x'.repeat(42)}${at}` })).status,
    )
  expect(statuses.at(-1)).toBe(429)
})

test('HEAD does not keep an idle session alive', async () => {
  const place = newPlace(server)
  const headers = [['Cookie', await numbersCookie(place)]] as const
  const before = await stateOf(place, 'numbers-station')
  await place.control('POST', '/clock/advance', { seconds: 600 })
  expect((await place.send('HEAD', me, { headers })).status).toBe(200)
  await place.control('POST', '/clock/advance', { seconds: -600 })
  expect((await stateOf(place, 'numbers-station'))[1]).toEqual(before[1])
})
