import { Deviation } from '../../src/conformance/deviation.ts'
import { exchange } from '../../src/conformance/http.ts'
import { toWire } from '../../src/conformance/request.ts'
import { sandboxHooks } from '../../src/conformance/sandbox-hooks.ts'
import { loadSuites } from '../../src/conformance/suites.ts'
import { contractOf } from '../contract/contract-of.ts'
import type { Held, Lane } from './lanes.ts'

/** Something that was acknowledged, and has to hold for ever after. */
export interface Claim {
  readonly says: string
  /** Looked at on the server that now stands at an origin. */
  holds(server: string): Promise<boolean>
}

/** Requests on all lanes at once, until the server is gone. */
export interface Load {
  /** Resolves when every lane has issued twice, and withdrawn once if it can. */
  readonly underWay: Promise<unknown>
  /** Everything that was acknowledged; what was in flight at the end is not. */
  stop(): Promise<Claim[]>
}

export function startLoad(lanes: readonly Lane[], originOf: (lane: string) => string): Load {
  const running = [
    ...lanes.map((lane, index) => runLane(lane, originOf(String(index)))),
    runSettings(originOf('settings')),
  ]
  return {
    underWay: Promise.all(running.map(({ underWay }) => underWay)),
    stop: async () => (await Promise.all(running.map(({ claims }) => claims))).flat(),
  }
}

interface Running {
  readonly underWay: Promise<unknown>
  readonly claims: Promise<Claim[]>
}

/** Goes on until a request is not answered any more; it is under way after two steps that were no mere "too busy". */
function untilGone(step: (claims: Claim[]) => Promise<void>): Running {
  const claims: Claim[] = []
  const underWay = Promise.withResolvers<void>()
  const run = async () => {
    for (let steps = 0; ; steps += 1) {
      const ended = await step(claims).then(() => 'done' as const, howItEnded)
      if (ended === 'busy') steps -= 1
      if (ended === 'gone' || steps > 0) underWay.resolve()
      if (ended === 'gone') return claims
    }
  }
  return { underWay: underWay.promise, claims: run() }
}

/** Too many passwords at once are refused for now, which promises nothing; a connection that broke is the kill. */
function howItEnded(error: unknown): 'busy' | 'gone' {
  if (error instanceof Deviation && error.received === 'status 503') return 'busy'
  if (error instanceof Error && /ECONNRE|socket hang up|EPIPE|aborted/.test(`${error.message} ${error.cause}`))
    return 'gone'
  throw error
}

/** Hands out again and again, and withdraws every other one, in a world of its own. */
function runLane(lane: Lane, origin: string): Running {
  const alive = new Map<Held, Claim>()
  let turn = 0
  return untilGone(async (claims) => {
    const held = await lane.issue(origin)
    const claim = {
      says: `${lane.name}: issued`,
      holds: async (to: string) => (await lane.use(at(to, origin), held)) < 400,
    }
    alive.set(held, claim)
    claims.push(claim)
    const { ending } = lane
    if (!ending || turn++ % 2 === 0) return
    // From here on nobody can say of what it may take with it whether it lives.
    const gone = ending.isWide ? [...alive.keys()] : [held]
    for (const each of gone) {
      claims.splice(claims.indexOf(alive.get(each) as Claim), 1)
      alive.delete(each)
    }
    const status = await ending.end(origin, held)
    if (status === 503) return
    if (status >= 400) throw new Error(`${lane.name} was answered ${status} and did not end`)
    for (const each of gone) claims.push(dead(lane, each, origin))
  })
}

/** What was withdrawn opens nothing and cannot be withdrawn or traded in again. */
function dead(lane: Lane, held: Held, origin: string): Claim {
  return {
    says: `${lane.name}: ended`,
    holds: async (to) =>
      (await lane.use(at(to, origin), held)) >= 400 && ((await lane.ending?.end(at(to, origin), held)) ?? 400) >= 400,
  }
}

/** Small writes, as fast as they go; the last one acknowledged, or the one after it, is what stands. */
function runSettings(origin: string): Running {
  let last = 0
  return untilGone(async (claims) => {
    const { changeSettings } = sandboxHooks(`${origin}/sandbox/v1`, 'nebula-block')
    await changeSettings?.({ failuresPerAddress: last + 1 })
    last += 1
    const holds = async (to: string) => [last, last + 1].includes(await settingAt(at(to, origin)))
    claims.splice(
      0,
      claims.length,
      ...Array.from({ length: last }, () => ({ says: 'a setting: changed', holds })).slice(-1),
    )
  })
}

async function settingAt(origin: string): Promise<number> {
  const { text } = await exchange(toWire(`${origin}/sandbox/v1`, 'GET', '/apis/nebula-block/settings', {}))
  const { settings } = JSON.parse(text) as { settings: { name: string; value: number }[] }
  return settings.find(({ name }) => name === 'failuresPerAddress')?.value ?? 0
}

/** The same world on another server. */
function at(server: string, origin: string): string {
  return `${server}${new URL(origin).pathname}`
}

/** A login that is guessed at, with the clock stopped. */
interface Guessing {
  /** The guess after which it has to wait, from then on for ever. */
  last(): Promise<Claim>
}

/** Guesses at one login of one API, all but once too often. */
export async function startGuessing(origin: string, round: number): Promise<Guessing> {
  const suites = (await loadSuites()).filter(({ logins }) => logins.length > 0)
  const suite = suites[round % suites.length]
  const login = suite?.logins[0]
  if (!suite || !login) throw new Error('No suite has a login')
  const contract = await contractOf(suite.api)
  const operation = contract.operations.find(({ id }) => id === login.operation)
  await exchange(toWire(`${origin}/sandbox/v1`, 'PATCH', '/clock', { json: { frozen: true } }))
  const guess = async (server: string) => {
    const url = `${at(server, origin)}/${suite.api}${contract.basePath}`
    const request = login.request('victim@example.com', 'a-wrong-password', suite.demoPeople)
    return (await exchange(toWire(url, operation?.method ?? '', operation?.path ?? '', request))).status
  }
  const fail = async (times: number) => {
    for (let failures = 0; failures < times; ) if ((await guess(new URL(origin).origin)) !== 503) failures += 1
  }
  await fail(4)
  return {
    async last() {
      await fail(1)
      return {
        says: `${suite.api}, five wrong passwords: throttled`,
        holds: async (server) => (await guess(server)) === 429,
      }
    },
  }
}
