import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sampleRequest } from '../../src/conformance/documented.ts'
import { type Attacked, apis as everyApi } from '../attacks/every-api.ts'
import { newPlace, type Place, stillPlace } from '../attacks/place.ts'
import { openWire, request } from '../attacks/wire.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.stop())

const login = { form: { username: 'ada', password: 'correct-horse-battery-staple' } } as const
const path = '/nebula-block/api/v1/login'

/** Those that can be made to go wrong. */
const apis = everyApi.filter(({ id }) => id !== 'sandbox')

/** Every documented error of every operation of every API. */
const errors = apis.flatMap((api) =>
  api.contract.operations.flatMap((operation) =>
    [...operation.responses.keys()]
      .map(Number)
      .filter((status) => status >= 400)
      .map((status) => ({ title: `${api.id} ${operation.id} ${status}`, api, operation, status })),
  ),
)

function pathOf({ id, contract }: Attacked, { path, parameters }: (typeof errors)[number]['operation']): string {
  const values = Object.fromEntries(parameters.map(({ name, example }) => [name, String(example)]))
  return `/${id}${contract.basePath}${path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => values[name] ?? '')}`
}

describe('every documented error', () => {
  test.each(errors)('$title comes on demand, in its form and with its headers', async ({ api, operation, status }) => {
    const place = newPlace(server)
    const made = await place.control('POST', '/faults', {
      api: api.id,
      operation: operation.id,
      kind: 'status',
      status,
    })
    expect(made.status).toBe(201)
    const { path: _path, ...sample } = sampleRequest(operation, api.contract)
    const got = await place.send(operation.method, pathOf(api, operation), sample)
    // A reply that broke the contract would have become a 500.
    expect(got.status).toBe(status)
    if (status === 401) expect(got.header('www-authenticate')).toMatch(/realm="/)
    if (status === 429 || status === 503) expect(Number(got.header('retry-after'))).toBeGreaterThan(0)
  })
})

async function faultsOf(place: Place): Promise<readonly { id: string; remaining: number }[]> {
  return ((await place.control('GET', '/faults')).json as { faults: { id: string; remaining: number }[] }).faults
}

describe('a fault', () => {
  test('strikes as many calls as it is for, however many come at once', async () => {
    const place = newPlace(server)
    await place.control('POST', '/faults', { api: 'nebula-block', kind: 'status', status: 429, times: 3 })
    const statuses = await Promise.all(Array.from({ length: 8 }, () => place.send('POST', path, login)))
    expect(statuses.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 429, 429, 429])
  })

  test('of an operation leaves the others alone, and so does one of another world or another API', async () => {
    const place = newPlace(server)
    await place.control('POST', '/faults', { api: 'nebula-block', operation: 'getCredits', kind: 'drop' })
    await place.control('POST', '/faults', { api: 'khe', kind: 'drop' })
    expect((await place.send('POST', path, login)).status).toBe(200)
    expect((await newPlace(server).send('GET', '/nebula-block/api/v1/users/credits')).status).toBe(401)
    expect(await faultsOf(place)).toHaveLength(2)
  })

  test('drops the connection, and the login did not happen', async () => {
    const place = newPlace(server)
    await place.control('POST', '/faults', { api: 'nebula-block', kind: 'drop' })
    await expect(place.send('POST', path, login)).rejects.toThrow(/aborted|ECONNRESET/)
    expect((await place.send('POST', path, login)).status).toBe(200)
  })

  test('drops the connection in the middle of an answer that a page may read', async () => {
    const place = newPlace(server)
    await place.control('POST', '/faults', { api: 'khe', kind: 'drop' })
    const wire = await openWire(server.port)
    const reset = once(wire.socket, 'error')
    wire.write(request(`GET ${place.root}/khe/v1.0/users`, ['Origin: http://localhost:3000']))
    const sent = await wire.closed()
    expect(sent).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(sent).toMatch(/\r\nAccess-Control-Allow-Origin: (\*|http:\/\/localhost:3000)\r\n/)
    expect(sent).toMatch(/\r\nContent-Length: 1024\r\n(\S.*\r\n)*\r\n\{$/)
    expect(await reset).toMatchObject([{ code: 'ECONNRESET' }])
  })

  test('of latency comes before a status that was asked for after it', async () => {
    const place = newPlace(server)
    await place.control('POST', '/faults', { api: 'nebula-block', kind: 'latency', milliseconds: 30 })
    await place.control('POST', '/faults', { api: 'nebula-block', kind: 'status', status: 503 })
    const begun = performance.now()
    expect((await place.send('POST', path, login)).status).toBe(503)
    expect(performance.now() - begun).toBeGreaterThanOrEqual(29)
  })

  test('is forgotten by a reset, and never strikes the control API', async () => {
    const place = newPlace(server)
    for (const api of apis) await place.control('POST', '/faults', { api: api.id, kind: 'drop', times: 9 })
    expect((await place.control('POST', '/reset')).status).toBe(204)
    expect(await faultsOf(place)).toEqual([])
  })
})

describe('the fault header', () => {
  const withFault = (value: string) => ({ ...login, headers: [['Latchkey-Fault', value]] as const })

  test.each(['status=503', 'rate-limited'])('%s strikes its own call', async (value) => {
    const place = await stillPlace(server)
    expect((await place.send('POST', path, withFault(value))).status).toBeGreaterThanOrEqual(429)
  })

  test('drop drops it', async () => {
    await expect(newPlace(server).send('POST', path, withFault('drop'))).rejects.toThrow(/aborted|ECONNRESET/)
  })

  test.each(['latency', 'latency=60001', 'status=418', 'drop=1', 'idp-denied', 'constructor', '', 'status=503, drop'])(
    '"%s" means nothing, and says what does',
    async (value) => {
      const got = await newPlace(server).send('POST', path, withFault(value))
      expect(got.status).toBe(400)
      expect(got.text).toContain('Latchkey-Fault')
    },
  )

  test.each(apis)('$id refuses one that means nothing in its own form', async ({ id, contract }) => {
    for (const operation of contract.operations) {
      const sample = sampleRequest(operation, contract)
      const got = await newPlace(server).send(operation.method, pathOf({ id, contract } as Attacked, operation), {
        ...sample,
        headers: [...(sample.headers ?? []), ['Latchkey-Fault', 'fire']],
      })
      expect([400, 422]).toContain(got.status)
    }
  })

  test('means nothing where the control API wants a token', async () => {
    const guarded = await startTestServer({ controlToken: 'a-token-of-some-length-for-tests' })
    try {
      const place = newPlace(guarded)
      expect((await place.send('POST', path, withFault('status=503'))).status).toBe(200)
      const headers = [
        ['Origin', 'http://localhost:3000'],
        ['Access-Control-Request-Method', 'POST'],
      ] as const
      const preflight = await place.send('OPTIONS', path, { headers })
      expect(preflight.header('access-control-allow-headers')).not.toContain('Latchkey-Fault')
    } finally {
      await guarded.stop()
    }
  })
})
