import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { createKeyRing } from '../../auth/key-ring.ts'
import { apiStore, defaultLimits } from '../../store/api-store.ts'
import { openSqlite } from '../../store/open-sqlite.ts'
import { signingKey } from './signing-key.ts'

const database = openSqlite(':memory:')
const secret = randomBytes(32)

afterAll(() => database.close())

/** One API in a world, as a server with this secret has it: each call is as after a start. */
function started(api: string) {
  const keys = createKeyRing(secret, randomBytes)
  const scope = { database, world: randomUUID(), api, clock: () => 0, random: randomBytes, keys }
  return { keys, store: apiStore(scope, { ...defaultLimits }) }
}

test('the key of ID tokens is made once for all APIs, worlds and starts, and is kept sealed', async () => {
  const first = started('orders')
  const made = await Promise.all([signingKey(first), signingKey(first), signingKey(started('billing'))])
  const later = await signingKey(started('orders'))
  expect(new Set([...made, later].map(({ id }) => id)).size).toBe(1)
  expect(later.published).toEqual({
    kty: 'RSA',
    kid: later.id,
    n: expect.any(String),
    e: 'AQAB',
    alg: 'RS256',
    use: 'sig',
  })
  const rows = await database.all<{ data: string }>('SELECT data FROM resources')
  expect(rows.map(({ data }) => Object.keys(JSON.parse(data)))).toEqual([['sealed']])
  expect(JSON.stringify(rows)).not.toContain(later.published.n)
})
