import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newPlace, type Place } from '../attacks/place.ts'
import { openWire, request } from '../attacks/wire.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})

afterAll(() => server.stop())

const login = { form: { username: 'ada', password: 'correct-horse-battery-staple' } } as const
const path = '/nebula-block/api/v1/login'
const api = 'nebula-block'

function failing(place: Place, failure: string, more: object = {}) {
  return place.control('POST', '/faults', { api, operation: 'login', kind: 'gateway', failure, ...more })
}

async function apiKeysOf(place: Place): Promise<unknown> {
  return ((await place.control('GET', `/apis/${api}/secrets`)).json as { secrets: unknown }).secrets
}

describe('a gateway that fails', () => {
  test.each([
    ['html-502', 502, 'text/html; charset=utf-8', '<h1>502 Bad Gateway</h1>'],
    ['html-504', 504, 'text/html; charset=utf-8', '<h1>504 Gateway Timeout</h1>'],
    ['undocumented-500', 500, 'text/plain; charset=utf-8', 'Internal Server Error'],
    ['error-200', 200, 'application/json; charset=utf-8', '{"error":"upstream unavailable"}'],
  ])('%s answers in the place of the API, which is not reached', async (failure, status, type, words) => {
    const place = newPlace(server)
    const before = await apiKeysOf(place)
    expect((await failing(place, failure)).status).toBe(201)
    const got = await place.send('POST', path, login)
    expect([got.status, got.header('content-type')]).toEqual([status, type])
    expect(got.text).toContain(words)
    expect(got.header('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(await apiKeysOf(place)).toEqual(before)
    expect((await place.send('POST', path, login)).status).toBe(200)
  })

  test.each([
    [{}, `http://elsewhere.invalid/api/v1/login`],
    [{ location: 'https://other.example/in' }, 'https://other.example/in'],
    [{ location: 'https://other.example/→' }, 'https://other.example/%E2%86%92'],
  ])('redirects to another host: %j', async (more, location) => {
    const place = newPlace(server)
    await failing(place, 'redirect', more)
    const got = await place.send('POST', path, login)
    expect([got.status, got.header('location'), got.text]).toEqual([307, location, ''])
  })

  test('loses the body of a success, and passes a refusal on', async () => {
    const place = newPlace(server)
    await failing(place, 'empty-200', { times: 2 })
    const got = await place.send('POST', path, login)
    expect([got.status, got.text, got.header('content-length'), got.header('content-type')]).toEqual([
      ...[200, '', '0'],
      undefined,
    ])
    const refused = await place.send('POST', path, { form: { ...login.form, password: 'wrong' } })
    expect(refused.json).toMatchObject({ status: 'failed' })
  })

  test('cuts a body in half, as if it were all', async () => {
    const place = newPlace(server)
    const whole = await place.send('POST', path, login)
    await failing(place, 'cut-json')
    const cut = await fetch(`http://127.0.0.1:${server.port}${place.root}${path}`, {
      method: 'POST',
      body: new URLSearchParams(login.form),
    })
    const text = await cut.text()
    const half = Math.floor(whole.text.length / 2)
    expect([cut.status, cut.headers.get('content-length'), text.length]).toEqual([200, String(half), half])
    expect(() => JSON.parse(text)).toThrow(SyntaxError)
  })

  test('resets the connection in the middle of a body', async () => {
    const place = newPlace(server)
    await failing(place, 'reset')
    const wire = await openWire(server.port)
    const reset = once(wire.socket, 'error')
    const body = new URLSearchParams(login.form).toString()
    const type = 'Content-Type: application/x-www-form-urlencoded'
    wire.write(request(`POST ${place.root}${path}`, [type], body))
    expect(await wire.closed()).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\n\{"/)
    expect(await reset).toMatchObject([{ code: 'ECONNRESET' }])
  })

  test('sends a body slowly, and the whole of it', async () => {
    const place = newPlace(server)
    await failing(place, 'slow-body', { milliseconds: 200 })
    const begun = performance.now()
    const got = await place.send('POST', path, login)
    expect(got.json).toMatchObject({ status: 'success' })
    expect(performance.now() - begun).toBeGreaterThanOrEqual(190)
  })

  test('is named in the traffic', async () => {
    const place = newPlace(server)
    await failing(place, 'html-502')
    await place.send('POST', path, login)
    const { exchanges } = (await place.control('GET', '/traffic')).json as { exchanges: readonly object[] }
    expect(exchanges.at(-1)).toMatchObject({ status: 502, fault: 'html-502' })
  })
})

describe('which calls a fault strikes', () => {
  const statusesOf = async (place: Place, calls: number) => {
    const statuses: number[] = []
    for (let call = 0; call < calls; call++) statuses.push((await place.send('POST', path, login)).status)
    return statuses
  }

  test('the third and the fourth, after two that are let through', async () => {
    const place = newPlace(server)
    await failing(place, 'html-502', { skip: 2, times: 2 })
    expect(await statusesOf(place, 5)).toEqual([200, 200, 502, 502, 200])
  })

  test('a share of them, by chance', async () => {
    const place = newPlace(server)
    await failing(place, 'html-502', { share: 0.5, times: 1_000 })
    const struck = (await statusesOf(place, 60)).filter((status) => status === 502).length
    // By chance, fewer than 5 or more than 55 of 60 happen once in 10^11 runs.
    expect(struck).toBeGreaterThanOrEqual(5)
    expect(struck).toBeLessThanOrEqual(55)
  })

  test('those of one credential, of which the list shows the beginning', async () => {
    const place = newPlace(server)
    const tokenOf = async () =>
      ((await place.send('POST', path, login)).json as { data: { jwtToken: string } }).data.jwtToken
    const [one, other] = [await tokenOf(), await tokenOf()]
    const made = await place.control('POST', '/faults', {
      ...{ api, kind: 'gateway', failure: 'html-502', times: 9, credential: one },
    })
    expect(made.json).toMatchObject({ credential: `${one.slice(0, 4)}…` })
    expect((await place.control('GET', '/faults')).text).not.toContain(one.slice(0, 5))
    const ask = async (bearer: string) =>
      (await place.send('GET', '/nebula-block/api/v1/users/credits', { bearer })).status
    expect([await ask(one), await ask(other), await ask(one)]).toEqual([502, 200, 502])
  })
})

describe('a gateway fault that makes no sense', () => {
  test.each([
    [{}, 'needs a "failure"; there are html-502, html-504, '],
    [{ failure: 'html-502', location: 'https://other.example' }, '"html-502" takes no "location"'],
    [{ failure: 'html-502', milliseconds: 5 }, '"html-502" takes no "milliseconds"'],
    [{ failure: 'slow-body', milliseconds: 60_001 }, '"slow-body" needs "milliseconds" from 1 to 60000'],
    [{ failure: 'redirect', location: 'javascript:alert(1)' }, 'must be an address of http or https'],
    [{ failure: 'redirect', location: 'https://a:b@other.example' }, 'must be an address of http or https'],
    [{ failure: 'html-502', status: 503 }, 'takes no "status"'],
  ])('%j is refused, with what it takes', async (more, words) => {
    const got = await newPlace(server).control('POST', '/faults', { api, kind: 'gateway', ...more })
    expect(got.status).toBe(422)
    expect((got.json as { detail: string }).detail).toContain(words)
  })

  test.each([{ skip: -1 }, { share: 0 }, { share: 1.5 }, { credential: 'x' }, { failure: 'html-503' }])(
    '%j breaks the contract',
    async (more) => {
      const fault = { api, kind: 'gateway', failure: 'html-502', ...more }
      expect((await newPlace(server).control('POST', '/faults', fault)).status).toBe(400)
    },
  )
})

test.each([
  ['html-502', 502],
  ['slow-body=50', 200],
])('the header "%s" lets its own call meet the gateway', async (value, status) => {
  const headers = [['Latchkey-Fault', value]] as const
  expect((await newPlace(server).send('POST', path, { ...login, headers })).status).toBe(status)
})

test('the header names no place that a redirect leads to', async () => {
  const headers = [['Latchkey-Fault', 'redirect=http://other.example']] as const
  expect((await newPlace(server).send('POST', path, { ...login, headers })).status).toBe(400)
})
