import type { Suite } from '../../src/conformance/check.ts'
import { Coverage } from '../../src/conformance/coverage.ts'
import { sampleRequest } from '../../src/conformance/documented.ts'
import { exchange } from '../../src/conformance/http.ts'
import { type Sent, toWire } from '../../src/conformance/request.ts'
import { loadSuites } from '../../src/conformance/suites.ts'
import { createBench, createProbe } from '../../src/conformance/target.ts'
import type { Contract, Operation } from '../../src/contract/contract.ts'
import { contractOf } from '../contract/contract-of.ts'

type AnySuite = Suite<object, never>
type Protected = AnySuite['protected'][number]

/** A credential that was issued, with the refresh token and the public name that came with it, if they did. */
export interface Held {
  readonly credential: Sent
  readonly refresh: string | undefined
  readonly id: string | undefined
}

/** One way through an API that writes: something is issued, and, where the API can, withdrawn again. */
export interface Lane {
  readonly name: string
  issue(origin: string): Promise<Held>
  /** The status of the protected operation with what was issued. */
  use(origin: string, held: Held): Promise<number>
  readonly ending: Ending | undefined
}

interface Ending {
  readonly operation: string
  /** The status of the withdrawal, or of the trade for a successor. */
  end(origin: string, held: Held): Promise<number>
  /** Whether it takes everything with it that was issued before. */
  readonly isWide: boolean
}

/** Every credential of a person in every suite, with each ending that is seen to work on a running server. */
export async function findLanes(origin: (name: string) => string): Promise<Lane[]> {
  const lanes: Lane[] = []
  for (const suite of await loadSuites()) {
    const contract = await contractOf(suite.api)
    for (const [index, each] of suite.protected.filter(({ isImpersonal }) => !isImpersonal).entries()) {
      const lane = laneOf(suite, each, contract)
      const endings = endingsOf(suite.api, each, contract)
      const tried = await Promise.all(
        endings.map((ending) => tryOut(lane, ending, origin(`try-${suite.api}-${index}-${ending.operation}`))),
      )
      const working = tried.filter((ending) => ending !== undefined)
      lanes.push(lane, ...working.map((ending) => ({ ...lane, name: `${lane.name}, ${ending.operation}`, ending })))
    }
  }
  return lanes
}

function laneOf(suite: AnySuite, { operation: id, credential, authorize }: Protected, contract: Contract): Lane {
  const bench = createBench(contract, new Coverage(contract))
  const operation = contract.operations.find((each) => each.id === id) as Operation
  const url = (origin: string) => `${origin}/${suite.api}${contract.basePath}`
  return {
    name: `${suite.api}, ${credential}`,
    ending: undefined,
    async issue(origin) {
      const target = { url: url(origin), people: suite.demoPeople, hooks: {}, isServer: true, mayBeGuessedAt: true }
      const probe = createProbe(target, bench)
      let refresh: string | undefined
      let id: string | undefined
      const send: typeof probe.send = async (...request) => {
        const answer = await probe.send(...request)
        refresh = memberOf(answer.body, isRefresh) ?? refresh
        id = memberOf(answer.body, (name) => name === 'id') ?? id
        return answer
      }
      return { credential: await authorize({ ...probe, send } as never), refresh, id }
    },
    use: (origin, { credential }) => statusOf(url(origin), operation, credential),
  }
}

async function statusOf(url: string, { method, path }: Operation, sent: Sent): Promise<number> {
  return (await exchange(toWire(url, method, path, sent))).status
}

/** A member of an answer, however deep it stands. */
function memberOf(body: unknown, isWanted: (name: string) => boolean): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const own = Object.entries(body).find(([name, value]) => isWanted(name) && /string|number/.test(typeof value))
  if (own) return String(own[1])
  return Object.values(body)
    .map((value) => memberOf(value, isWanted))
    .find((found) => found !== undefined)
}

function isRefresh(name: string): boolean {
  return /^refresh(_?token)?$/i.test(name)
}

/** Operations that might withdraw what was issued: by their names, or because they take a refresh token. */
function endingsOf(api: string, { scheme }: Protected, contract: Contract): Omit<Ending, 'isWide'>[] {
  const url = (origin: string) => `${origin}/${api}${contract.basePath}`
  const named = contract.operations.filter(({ id, method }) => method === 'DELETE' || /logout|revoke/i.test(id))
  const trading = contract.operations.filter((operation) => tradeExample(operation) !== undefined)
  return [
    ...named.map((operation) => ({
      operation: operation.id,
      end: async (origin: string, { credential, id }: Held) => {
        const { path, ...sample } = bare(sampleRequest(operation, contract))
        const named = { ...path, ...(path && 'id' in path && id !== undefined && { id }) }
        return statusOf(url(origin), operation, { ...sample, path: named, ...credential })
      },
    })),
    ...(scheme === 'cookie' ? [] : trading).map((operation) => ({
      operation: operation.id,
      end: async (origin: string, { credential, refresh = '' }: Held) =>
        statusOf(url(origin), operation, {
          ...(operation.security.length > 0 && credential),
          json: { ...tradeExample(operation), ...replaced(tradeExample(operation), refresh) },
        }),
    })),
  ]
}

/** A sample without its made-up credential. */
function bare({ bearer: _bearer, basic: _basic, cookie: _cookie, ...sample }: Sent): Sent {
  return sample
}

function tradeExample({ requestBody }: Operation): Record<string, unknown> | undefined {
  const { example, examples = {} } = requestBody?.content['application/json'] ?? {}
  const values = [example, ...Object.values(examples).map(({ value }) => value)]
  return values.find((value) => Object.keys(value ?? {}).some(isRefresh)) as Record<string, unknown> | undefined
}

function replaced(example: object = {}, refresh: string): Record<string, string> {
  return Object.fromEntries(
    Object.keys(example)
      .filter(isRefresh)
      .map((name) => [name, refresh]),
  )
}

/** An ending is one if what it was given is dead afterwards; undefined otherwise. */
async function tryOut(lane: Lane, ending: Omit<Ending, 'isWide'>, origin: string): Promise<Ending | undefined> {
  const [other, own] = [await lane.issue(origin), await lane.issue(origin)]
  if ((await ending.end(origin, own)) >= 400 || (await lane.use(origin, own)) < 400) return undefined
  return { ...ending, isWide: (await lane.use(origin, other)) >= 400 }
}
