import { randomBytes } from 'node:crypto'
import { cpSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect } from 'vitest'
import { newFolder, type Started } from '../server/child.ts'
import type { Held, Lane } from './lanes.ts'

export const secret = { LATCHKEY_SECRET: randomBytes(32).toString('hex') }

/** What was issued, and the way it came. */
type Kept = readonly [Lane, Held]

/** Where a world of a server is; its first one unless named. */
export function originOf({ port }: Pick<Started, 'port'>, world = ''): string {
  return `http://127.0.0.1:${port}${world && `/~${world.toLowerCase().slice(0, 40).replace(/-+$/, '')}`}`
}

export async function issueAll(lanes: readonly Lane[], origin: string): Promise<Kept[]> {
  const kept: Kept[] = []
  for (const lane of lanes) kept.push([lane, await lane.issue(origin)])
  return kept
}

/** Everything that was issued opens what it is for. */
export async function expectAlive(kept: readonly Kept[], origin: string): Promise<void> {
  for (const [lane, held] of kept)
    expect([lane.name, await lane.use(origin, held)]).toEqual([lane.name, expect.toSatisfy(isSuccess)])
}

export function isSuccess(status: number): boolean {
  return status < 400
}

/** The answer to a small write. */
export async function change(origin: string, count: number): Promise<Response> {
  const answer = await fetch(`${origin}/sandbox/v1/apis/nebula-block/settings`, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ failuresPerAddress: count + 100 }),
  })
  await answer.arrayBuffer()
  return answer
}

interface Answered {
  readonly status: number
  readonly retryAfter: string | null
}

export async function answered(answer: Promise<Response>): Promise<Answered> {
  const { status, headers } = await answer
  return { status, retryAfter: headers.get('retry-after') }
}

/** Writes until a write is refused: what was set aside lasts for a few. */
export async function untilRefused(origin: string): Promise<Answered> {
  for (let write = 1; write <= 2_000; write++) {
    const answer = await answered(change(origin, write))
    if (answer.status !== 200) return answer
  }
  return { status: 200, retryAfter: null }
}

/** What SQLite says of a copy, so that the server has the crash itself to recover from. */
export function integrity(file: string): unknown {
  const folder = newFolder()
  const copy = join(folder, 'data.db')
  for (const ending of ['', '-wal']) if (existsSync(`${file}${ending}`)) cpSync(`${file}${ending}`, `${copy}${ending}`)
  const database = new DatabaseSync(copy)
  const row = database.prepare('PRAGMA integrity_check').get()
  database.close()
  rmSync(folder, { recursive: true })
  return row?.integrity_check
}
