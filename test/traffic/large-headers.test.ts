import { afterAll, beforeAll, expect, test } from 'vitest'
import { apis, locate } from '../attacks/every-api.ts'
import { newPlace } from '../attacks/place.ts'
import { startTestServers, type TestServers } from '../test-server.ts'

let servers: TestServers

beforeAll(async () => {
  servers = await startTestServers()
})

afterAll(() => servers.stop())

const origin = 'http://localhost:3000'
const cookie = `c=${'x'.repeat(20_000)}`

const protectedCalls = apis
  .filter(({ id }) => id !== 'sandbox')
  .map((api) => ({ id: api.id, ...locate(api, api.suite.protected[0]?.operation ?? '') }))

test.each(protectedCalls)(
  '$id: a request with cookies of 20 kB shows in traffic, and its page may read why',
  async ({ id, operation, path }) => {
    const place = newPlace(servers)
    await place.control('GET', '/clock')
    const headers = [
      ['Origin', origin],
      ['Cookie', cookie],
    ] as const
    const got = await place.send(operation.method, path.replaceAll(/\{[^}]+\}/g, 'acme'), { headers })
    expect([got.status, got.text]).toEqual([431, expect.stringContaining('16 KiB')])
    expect([origin, '*']).toContain(got.header('access-control-allow-origin'))
    const { json } = await place.control('GET', '/traffic')
    const { exchanges } = json as { exchanges: readonly object[] }
    expect(exchanges).toMatchObject([
      {
        api: id,
        operation: operation.id,
        status: 431,
        refusal: 'headers-too-large',
        reason: 'The headers are larger than 16384 bytes',
      },
    ])
  },
)

test('the mock refuses it with the same status, and its page may read why', async () => {
  const headers = { origin, cookie }
  const got = await fetch(`http://127.0.0.1:${servers.mockPort}/khe/v1.0/users`, { headers })
  expect([got.status, got.headers.get('access-control-allow-origin'), await got.text()]).toEqual([
    431,
    '*',
    expect.stringContaining('16 KiB'),
  ])
})
