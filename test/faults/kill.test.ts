import { createHash, randomInt } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { placeOf } from '../attacks/place.ts'
import { clearUp, newFolder, start, startAlone } from '../server/child.ts'
import { newFolderInMemory } from '../test-server.ts'
import { findLanes } from './lanes.ts'
import { type Claim, type Load, startGuessing, startLoad } from './load.ts'
import { integrity, originOf, secret } from './running-store.ts'

/** A kill takes the process and leaves what it wrote, wherever that is; a disk that loses it is in other tests. */
const folder = newFolderInMemory()

afterAll(() => {
  clearUp()
  rmSync(folder, { recursive: true })
})

const rounds = Number(process.env.LATCHKEY_KILL_ROUNDS ?? 200)
/** Other moments each time, unless those of a number are wanted again. */
const seed = Number(process.env.LATCHKEY_KILL_SEED ?? randomInt(1_000_000))
/** Claims are looked at again after so many later kills. */
const remembered = 3
/** When a kill comes, in milliseconds after the load has got going. */
const moments = { earliest: 20, latest: 320 }

/** Starting is most of the work; a cache of compiled code spares a part of it. */
const environment = { ...secret, NODE_COMPILE_CACHE: newFolder() }

test(`ST02, ST03, BF09: ${rounds} kills under load lose nothing that was acknowledged, and bring nothing back (seed ${seed})`, {
  tags: 'full',
  timeout: 60_000 + rounds * 20_000,
}, async () => {
  const file = join(folder, 'data.db')
  const startWhole = () => start(['--data', file], environment)
  // Only a process that ends by itself writes the cache.
  await (await startWhole()).stop()
  let server = await startWhole()
  const lanes = await findLanes((world) => originOf(server, world))
  process.stdout.write(`\n${lanes.map(({ name }) => name).join('\n')}\n`)
  expect(lanes.filter(({ ending }) => ending).length).toBeGreaterThanOrEqual(2)
  const claims: Claim[][] = []
  for (let round = 0; round < rounds; round++) {
    const guessing = await startGuessing(originOf(server, `guess-${round}`), round)
    const load: Load = startLoad(lanes, (lane) => originOf(server, `kill-${round}-${lane}`))
    await load.underWay
    claims.push([await guessing.last()])
    await new Promise((resolve) => setTimeout(resolve, momentOf(round)))
    expect((await server.stop('SIGKILL')).signal).toBe('SIGKILL')
    claims[round]?.push(...(await load.stop()))
    expect(integrity(file)).toEqual('ok')
    // The mocks keep nothing: between the first kill and the last the server is enough.
    server = await (round + 1 < rounds ? startAlone(file, environment) : startWhole())
    await expectAll(claims.slice(-remembered).flat(), originOf(server))
    if ((round + 1) % 10 === 0) process.stdout.write(`\n${round + 1} of ${rounds}: ${describe(claims.flat())}\n`)
  }
  const all = claims.flat()
  process.stdout.write(`\n${rounds} kills (seed ${seed}), ${describe(all)}\n`)
  expect(all.length).toBeGreaterThan(rounds * 10)
  expect(endings(all)).toBeGreaterThan(rounds)
  expect((await placeOf(server, '').send('GET', '/readyz')).status).toBe(200)
  expect((await server.stop()).code).toBe(0)
})

/** Looks at a few claims at a time, so that no server is too busy to answer. */
async function expectAll(claims: readonly Claim[], origin: string): Promise<void> {
  const waiting = claims.values()
  const look = async () => {
    for (const { says, holds } of waiting) expect([says, await holds(origin)]).toEqual([says, true])
  }
  await Promise.all([look(), look(), look(), look()])
}

/** By chance, but the same again for the same seed. */
function momentOf(round: number): number {
  const chance = createHash('sha256').update(`${seed} ${round}`).digest().readUInt32BE() / 2 ** 32
  return moments.earliest + chance * (moments.latest - moments.earliest)
}

function endings(claims: readonly Claim[]): number {
  return claims.filter(({ says }) => says.endsWith('ended')).length
}

function describe(claims: readonly Claim[]): string {
  return `${claims.length} acknowledged writes, ${endings(claims)} of them endings, none lost`
}
