import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../test-server.ts'
import { newPlace, type Place } from './place.ts'

/** So many accounts, and four times as many. */
const sizes = [3_000, 12_000] as const
/** The most that four times the accounts may take as long: linear work takes four to six, quadratic work sixteen. */
const mostTimes = 8

let server: TestServer
let places: readonly Place[]

beforeAll(async () => {
  server = await startTestServer()
  places = await Promise.all(sizes.map(filledPlace))
})

afterAll(() => server.stop())

/** Those with clients, and with lists of accounts of their own. */
const apis = ['khe', 'tag'] as const

const roles = { khe: 'attendee', tag: 'DELEGATE' } as const

/** A world in which these APIs have so many accounts and clients; they are written straight into the store. */
async function filledPlace(size: number): Promise<Place> {
  const place = newPlace(server)
  const world = await server.store.world(place.world)
  for (const id of apis) {
    const { scope } = world.api(id)
    const now = scope.clock()
    await scope.database.transaction(async (database) => {
      for (let at = 1; at <= size; at++) {
        const [key, email] = [at.toString(16).padStart(24, '0'), `person-${at}@example.com`]
        await database.run(
          `INSERT INTO accounts (world, api, id, email, name, role, created, data) VALUES ($1, $2, $3, $4, $5, $7, $6, '{}')`,
          ...[place.world, id, id === 'tag' ? String(1_000 + at) : key, email, email, now + at, roles[id]],
        )
        await database.run(
          `INSERT INTO identities (world, api, kind, value, account) VALUES ($1, $2, 'login', $3, $4)`,
          ...[place.world, id, email, id === 'tag' ? String(1_000 + at) : key],
        )
        await database.run(
          `INSERT INTO secrets (world, api, kind, hash, id, family, issued, seen, data) VALUES ($1, $2, 'client', $3, $3, $3, $4, $4, '{"name":"Test"}')`,
          ...[place.world, id, key, now + at],
        )
      }
    })
  }
  return place
}

/** Microseconds of work, by the least of several: other programs take time, but not this one's. */
async function workOf(walk: () => Promise<unknown>, runs: number): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < runs; run++) {
    const before = process.cpuUsage()
    await walk()
    const { user, system } = process.cpuUsage(before)
    times.push(user + system)
  }
  return Math.min(...times)
}

/** How many times the work of the short list the long one takes; that is measured again while it seems too much. */
async function timesOf(short: () => Promise<unknown>, long: () => Promise<unknown>): Promise<number> {
  const less = await workOf(short, 4)
  let more = Number.POSITIVE_INFINITY
  for (let run = 0; run < 4 && more / less >= mostTimes; run++) more = Math.min(more, await workOf(long, 1))
  return more / less
}

type Walk = (place: Place) => Promise<readonly { readonly id?: unknown }[]>

/** Every page of a list of the control API. */
const pagesOf =
  (path: string, member: string): Walk =>
  async (place) => {
    const items: { readonly id: unknown }[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { status, json } = await place.control('GET', `${path}${cursor && `?cursor=${cursor}`}`)
      expect(status).toBe(200)
      const page = json as { readonly next: string | null } & Readonly<Record<string, { readonly id: unknown }[]>>
      items.push(...(page[member] ?? []))
      cursor = page.next
    }
    return items
  }

const everyDelegate: Walk = async (place) => {
  const { json: token } = await place.send('POST', '/tag/api/oauth/v2/token', {
    json: { grant_type: 'client_credentials', client_id: 'abc123', client_secret: '456789' },
  })
  const bearer = (token as { access_token: string }).access_token
  const items: { readonly id: unknown }[] = []
  for (let offset = 0, total = 1; offset < total; offset += 1_000) {
    const { json } = await place.send('GET', '/tag/api/delegate/list', { bearer, query: { limit: 1_000, offset } })
    const page = json as { readonly data: { readonly id: unknown }[]; readonly meta: { readonly total: number } }
    items.push(...page.data)
    total = page.meta.total
  }
  return items
}

const everyUser: Walk = async (place) => {
  const json = { client: 'abc123', email: 'grace@example.com', password: 'correct-horse-battery-staple' }
  const { key, token } = (await place.send('POST', '/khe/v1.0/users/token', { json })).json as Record<string, string>
  const got = await place.send('GET', '/khe/v1.0/users', { basic: [key ?? '', token ?? ''] })
  expect(got.status).toBe(200)
  return (got.json as { users: { _id: unknown }[] }).users.map(({ _id }) => ({ id: _id }))
}

const whole = (size: number, more: number) => size + more

describe('lists of 12,000 are whole, and take four times as long as those of 3,000', () => {
  test.each([
    ...apis.map((api) => [`accounts of ${api}`, pagesOf(`/apis/${api}/accounts`, 'accounts'), whole] as const),
    ['clients of tag', pagesOf('/apis/tag/clients', 'clients'), whole],
    ['credentials of tag', pagesOf('/apis/tag/secrets', 'secrets'), whole],
    ['delegates of tag', everyDelegate, whole],
    ['users of khe, ten thousand at most', everyUser, (size: number, more: number) => Math.min(size + more, 10_000)],
  ] as const)('BF13: %s', async (_, walk: Walk, lengthOf) => {
    const [few, many] = places as readonly [Place, Place]
    const empty = new Set((await walk(newPlace(server))).map(({ id }) => id)).size
    for (const [at, place] of [few, many].entries()) {
      const ids = (await walk(place)).map(({ id }) => id)
      expect(ids).toHaveLength(lengthOf(sizes[at] ?? 0, empty))
      expect(new Set(ids).size).toBe(ids.length)
    }
    expect(
      await timesOf(
        () => walk(few),
        () => walk(many),
      ),
    ).toBeLessThan(mostTimes)
  })
})
