import { randomInt } from 'node:crypto'
import { cpSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { placeOf } from '../attacks/place.ts'
import { clearUp, newFolder, type Started, start } from '../server/child.ts'
import { findLanes } from './lanes.ts'
import { type Claim, type Load, startLoad, throttled } from './load.ts'

afterAll(clearUp)

const rounds = Number(process.env.LATCHKEY_KILL_ROUNDS ?? 20)
/** Claims are looked at again after so many later kills. */
const remembered = 3
/** When a kill comes, in milliseconds after the load has got going. */
const moments = { earliest: 20, latest: 320 }

/** Starting is most of the work; a cache of compiled code spares a part of it. */
const environment = { LATCHKEY_SECRET: 'ab'.repeat(32), NODE_COMPILE_CACHE: newFolder() }

test(`ST02, ST03, BF09: ${rounds} kills under load lose nothing that was acknowledged, and bring nothing back`, {
  timeout: 60_000 + rounds * 20_000,
}, async () => {
  const folder = newFolder()
  const startAgain = () => start(['--data', join(folder, 'data.db')], environment)
  // Only a process that ends by itself writes the cache.
  await (await startAgain()).stop()
  let server = await startAgain()
  const lanes = await findLanes((world) => originOf(server, world))
  process.stdout.write(`\n${lanes.map(({ name }) => name).join('\n')}\n`)
  expect(lanes.filter(({ ending }) => ending).length).toBeGreaterThanOrEqual(2)
  const claims: Claim[][] = []
  for (let round = 0; round < rounds; round++) {
    const load: Load = startLoad(lanes, (lane) => originOf(server, `kill-${round}-${lane}`))
    claims.push([await throttled(originOf(server, `guess-${round}`), round)])
    await load.underWay
    await new Promise((resolve) => setTimeout(resolve, randomInt(moments.earliest, moments.latest)))
    expect((await server.stop('SIGKILL')).signal).toBe('SIGKILL')
    claims[round]?.push(...(await load.stop()))
    expect(integrity(folder)).toEqual('ok')
    server = await startAgain()
    for (const claim of claims.slice(-remembered).flat()) {
      const origin = `http://127.0.0.1:${server.port}`
      expect([round, claim.says, await claim.holds(origin)]).toEqual([round, claim.says, true])
    }
  }
  const all = claims.flat()
  const dead = all.filter(({ says }) => says.endsWith('ended')).length
  process.stdout.write(`\n${rounds} kills, ${all.length} acknowledged writes, ${dead} of them endings, none lost\n`)
  expect(all.length).toBeGreaterThan(rounds * 10)
  expect(dead).toBeGreaterThan(rounds)
  expect((await placeOf(server, '').send('GET', '/readyz')).status).toBe(200)
  expect((await server.stop()).code).toBe(0)
})

function originOf({ port }: Started, world: string): string {
  return `http://127.0.0.1:${port}/~${world.toLowerCase().slice(0, 40).replace(/-+$/, '')}`
}

/** What SQLite says of a copy, so that the server has the crash itself to recover from. */
function integrity(folder: string): unknown {
  const copy = join(newFolder(), 'data.db')
  for (const ending of ['', '-wal']) {
    const file = join(folder, `data.db${ending}`)
    if (existsSync(file)) cpSync(file, `${copy}${ending}`)
  }
  const database = new DatabaseSync(copy)
  const row = database.prepare('PRAGMA integrity_check').get()
  database.close()
  return row?.integrity_check
}
