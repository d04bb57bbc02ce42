import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectTargets } from '../../src/catalogue/contracts.ts'
import { generate, writeFiles } from '../../src/codegen/generate.ts'
import { loadApis } from '../../src/reference/load-apis.ts'
import { type Got, newPlace, type Place, stillPlace } from '../attacks/place.ts'
import { startTestServer, type TestServer } from '../test-server.ts'
import { advance, watchedPlace } from '../traffic/place.ts'

// A sixth API that comes with Latchkey would be a folder of a contract and its demo data: nothing in src knows this one.

const clerk = { email: 'clara@orders.example', password: 'clara-has-a-long-password' }
const manager = { email: 'marc@orders.example', password: 'marc-has-a-long-password' }
const minute = 60
const day = 24 * 60 * minute

const root = mkdtempSync(join(tmpdir(), 'latchkey-sixth-'))
let server: TestServer

beforeAll(async () => {
  cpSync(fileURLToPath(new URL('sixth-api', import.meta.url)), root, { recursive: true })
  const { files } = await generate(projectTargets(root), { strict: true })
  await writeFiles(files)
  server = await startTestServer({ ownApis: await loadApis(['orders'], pathToFileURL(`${root}/`)) })
})

afterAll(async () => {
  await server.stop()
  rmSync(root, { recursive: true })
})

interface Session {
  readonly access: string
  readonly refresh: string
}

const post = (place: Place, path: string, json?: unknown, bearer?: string) =>
  place.send('POST', `/orders/v1${path}`, {
    ...(json !== undefined && { json }),
    ...(bearer !== undefined && { bearer }),
  })
const logIn = (place: Place, person = clerk) => post(place, '/login', person)
const session = ({ json }: Got) => json as Session
const renew = (place: Place, { refresh }: Session) => post(place, '/refresh', { refresh })
const orders = async (place: Place, bearer: string) => (await place.send('GET', '/orders/v1/orders', { bearer })).status
const byKey = async (place: Place, key: string) =>
  (await place.send('GET', '/orders/v1/orders', { headers: [['X-Orders-Key', key]] })).status
const cancel = (place: Place, bearer: string) => place.send('DELETE', '/orders/v1/orders/7', { bearer })

function refused(status: number, text: unknown): object {
  return { error: { status, text } }
}

describe('a session', () => {
  test('begins with a login, which shows the account', async () => {
    const place = newPlace(server)
    const got = await logIn(place)
    expect([got.status, got.json]).toEqual([
      200,
      {
        access: expect.stringMatching(/^[\w-]{43}$/),
        refresh: expect.stringMatching(/^[\w-]{43}$/),
        expiresIn: 600,
        person: { email: clerk.email, role: 'clerk' },
      },
    ])
    expect(await orders(place, session(got).access)).toBe(200)
  })

  test('does not begin with a wrong password', async () => {
    const { place, last } = await watchedPlace(server)
    const got = await logIn(place, { ...clerk, password: 'not-the-password' })
    expect([got.status, got.json, got.header('www-authenticate')]).toEqual([
      401,
      refused(401, 'E-mail or password is wrong'),
      'Bearer realm="orders"',
    ])
    expect((await last()).reason).toBe(`The password is not that of ${clerk.email}`)
  })

  test('expires after ten minutes by the clock', async () => {
    const { place, last } = await watchedPlace(server)
    const { access } = session(await logIn(place))
    await advance(place, 10 * minute - 1)
    expect(await orders(place, access)).toBe(200)
    await advance(place, 1)
    expect(await orders(place, access)).toBe(401)
    expect((await last()).reason).toBe('The session expired less than a second ago')
  })

  test('is renewed, and what it had ends', async () => {
    const { place, last } = await watchedPlace(server)
    const first = session(await logIn(place))
    const renewed = await renew(place, first)
    expect([renewed.status, session(renewed).refresh === first.refresh]).toEqual([200, false])
    expect(await orders(place, session(renewed).access)).toBe(200)
    expect(await orders(place, first.access)).toBe(401)
    expect((await last()).reason).toBe('The session was revoked by rotation less than a second ago')
  })

  test('ends when its refresh token is sent again', async () => {
    const { place, last } = await watchedPlace(server)
    const first = session(await logIn(place))
    const second = session(await renew(place, first))
    await advance(place, 9)
    expect([(await renew(place, first)).status, await orders(place, second.access)]).toEqual([401, 200])
    await advance(place, 1)
    expect((await renew(place, first)).status).toBe(401)
    expect((await last()).reason).toBe(
      'The refresh token was traded in before, 10 s ago; everything that came of it is revoked now',
    )
    expect([await orders(place, second.access), (await renew(place, second)).status]).toEqual([401, 401])
  })

  test('is renewed for a week, and no longer', async () => {
    const place = await stillPlace(server)
    const [kept, lost] = [session(await logIn(place)), session(await logIn(place))]
    await advance(place, 7 * day - 1)
    expect((await renew(place, kept)).status).toBe(200)
    await advance(place, 1)
    expect((await renew(place, lost)).status).toBe(401)
  })

  test('ends with a logout, and no other does', async () => {
    const { place, last } = await watchedPlace(server)
    const [ended, other] = [session(await logIn(place)), session(await logIn(place))]
    expect((await post(place, '/logout', undefined, ended.access)).status).toBe(204)
    expect([await orders(place, ended.access), await orders(place, other.access)]).toEqual([401, 200])
    expect((await renew(place, ended)).status).toBe(401)
    expect((await last()).reason).toBe('The refresh token was revoked less than a second ago')
  })
})

describe('roles', () => {
  test('a manager may cancel an order; a clerk may not', async () => {
    const { place, last } = await watchedPlace(server)
    expect((await cancel(place, session(await logIn(place, manager)).access)).status).toBe(204)
    const got = await cancel(place, session(await logIn(place)).access)
    expect([got.status, got.json]).toEqual([403, refused(403, expect.any(String))])
    expect((await last()).reason).toBe(`${clerk.email} has the role clerk; it takes manager`)
  })

  test('a key does not cancel orders', async () => {
    const { place } = await watchedPlace(server)
    const got = await place.send('DELETE', '/orders/v1/orders/7', { headers: [['X-Orders-Key', await newKey(place)]] })
    expect(got.status).toBe(401)
  })
})

async function newKey(place: Place, access?: string): Promise<string> {
  const got = await post(place, '/keys', { label: 'ci' }, access ?? session(await logIn(place)).access)
  return (got.json as { readonly key: string }).key
}

describe('a key', () => {
  test('of the demo data works', async () => {
    expect(await byKey(newPlace(server), 'ok_00000000000000000000000000000001')).toBe(200)
  })

  test('is issued, listed without itself, and does not expire', async () => {
    const place = newPlace(server)
    const { access } = session(await logIn(place))
    const got = await post(place, '/keys', { label: 'ci' }, access)
    expect([got.status, got.json]).toEqual([
      201,
      { id: 2, label: 'ci', key: expect.stringMatching(/^ok_[0-9a-f]{32}$/) },
    ])
    const listed = await place.send('GET', '/orders/v1/keys', { bearer: access })
    expect(listed.json).toEqual({
      keys: [
        { id: 1, label: 'printed' },
        { id: 2, label: 'ci' },
      ],
    })
    await advance(place, 3_650 * day)
    expect(await byKey(place, (got.json as { readonly key: string }).key)).toBe(200)
  })

  test('ends when it is deleted, by its own account alone', async () => {
    const { place, last } = await watchedPlace(server)
    const { access } = session(await logIn(place))
    const key = await newKey(place, access)
    const remove = (bearer: string) => place.send('DELETE', '/orders/v1/keys/2', { bearer })
    const foreign = await remove(session(await logIn(place, manager)).access)
    expect([foreign.status, foreign.json]).toEqual([404, refused(404, 'There is no such key')])
    expect([await byKey(place, key), (await remove(access)).status, await byKey(place, key)]).toEqual([200, 204, 401])
    expect((await last()).reason).toBe('The api key was revoked less than a second ago')
  })
})

test('no secret of it is in the traffic', async () => {
  const { place, all } = await watchedPlace(server)
  const { access, refresh } = session(await logIn(place))
  const key = await newKey(place, access)
  await byKey(place, key)
  await renew(place, { access, refresh })
  const told = JSON.stringify(await all())
  for (const secret of [clerk.password, access, refresh, key]) expect(told).not.toContain(secret)
})
