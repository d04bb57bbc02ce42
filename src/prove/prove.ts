import type { Clock } from '../auth/clock.ts'
import { readContract } from '../contract/contract.ts'
import { readManifest } from '../installation/installation.ts'
import { secretNamesOf } from '../masking/secret-names.ts'
import type { Api } from '../served/api.ts'
import { CannotVerify } from '../verify/cannot-verify.ts'
import { type CheckRecord, type Report, reportVersion } from '../verify/report.ts'
import { operationsOf, rounded, tallyOf, verdictOf } from '../verify/summary.ts'
import type { Call } from './call.ts'
import type { RunClient } from './client.ts'
import { type ProvingServer, startProvingServer } from './proving-server.ts'
import { recordOf, unfinished } from './record.ts'
import { type Situation, situationsFor, terrainOf, usualSituation } from './situations.ts'
import type { ClientRule } from './verdict.ts'

export interface ProveOptions {
  /** The API as Latchkey serves it: built in, or made of a contract. */
  readonly api: Api
  /** What the client is called in reports: its command, or a name. */
  readonly client: string
  readonly run: RunClient
  /** Only these situations, by id; the usual one is run in any case. */
  readonly only?: readonly string[]
  /** How long one run of the client may take, in milliseconds. */
  readonly patience: number
  readonly signal?: AbortSignal | undefined
  readonly clock?: Clock
  /** Milliseconds of a clock that only runs on. */
  readonly stopwatch?: () => number
  readonly onPlan?: (title: string, checks: number) => void
  readonly onStart?: (situation: string, at: number) => void
  readonly onCheck?: (record: CheckRecord, at: number) => void
}

/**
 * Runs a client in each situation, in a world of its own, and judges what arrived. Throws a {@link CannotVerify} if there is
 * no situation of a name that was asked for.
 */
export async function prove(options: ProveOptions): Promise<Report> {
  const { api, clock = Date.now, stopwatch = () => performance.now() } = options
  const contract = readContract(api.document)
  const [started, begun] = [new Date(clock()).toISOString(), stopwatch()]
  const server = await startProvingServer(api, contract)
  try {
    const records = await runAll(server, options)
    const about = { title: contract.title, url: server.url, started, milliseconds: rounded(stopwatch() - begun) }
    return { ...about, ...judged(records, options) }
  } finally {
    await server.stop()
  }
}

async function runAll(server: ProvingServer, options: ProveOptions): Promise<readonly Proven[]> {
  const { api, signal, onPlan } = options
  const terrain = terrainOf(api, server.elsewhere)
  const planned = chosen(situationsFor(terrain), options.only)
  onPlan?.(terrain.contract.title, [usualSituation, ...planned].flatMap(({ rules }) => rules).length)
  const usual = await runIn(usualSituation, server, options, [], 0)
  const done: Proven[] = [usual]
  if (usual.failure !== undefined) return done
  let at = usual.records.length
  for (const situation of planned) {
    if (signal?.aborted) break
    const proven = await runIn(situation, server, options, usual.calls, at)
    at += proven.records.length
    done.push(proven)
  }
  return done
}

function chosen(situations: readonly Situation[], only: readonly string[] | undefined): readonly Situation[] {
  const names = [usualSituation, ...situations].map(({ id }) => id)
  const unknown = only?.find((id) => !names.includes(id))
  if (unknown !== undefined) throw new CannotVerify(`There is no situation "${unknown}"; there are ${names.join(', ')}`)
  return only ? situations.filter(({ id }) => only.includes(id)) : situations
}

/** What came of one run. */
interface Proven {
  readonly calls: readonly Call[]
  readonly records: readonly CheckRecord[]
  /** Why the client failed where nothing goes wrong. */
  readonly failure: string | undefined
}

async function runIn(
  situation: Situation,
  server: ProvingServer,
  { api, run, patience, signal, onStart, onCheck }: ProveOptions,
  usual: readonly Call[],
  at: number,
): Promise<Proven> {
  onStart?.(situation.id, at)
  const stage = await server.stage(situation)
  const begun = performance.now()
  const timeout = AbortSignal.timeout(patience)
  const said = await run({
    url: stage.url,
    situation: situation.id,
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  }).catch((error: Error) => error.message)
  const milliseconds = rounded(performance.now() - begun)
  const [calls, elsewhere] = [stage.calls(), stage.elsewhere()]
  const failure = situation === usualSituation ? failureOf(said, timeout, calls, patience) : undefined
  const secretNames = secretNamesOf(readContract(api.document))
  // The run is one for all of them.
  const about = { situation, milliseconds: rounded(milliseconds / situation.rules.length), secretNames }
  const records =
    failure === undefined
      ? situation.rules.map((rule) => recordOf({ ...about, rule }, { calls, usual, elsewhere }))
      : [unfinished({ ...about, rule: endsWell }, failure, calls)]
  for (const [place, record] of records.entries()) onCheck?.(record, at + place)
  return { calls, records, failure }
}

/** What is told of a client that fails where nothing goes wrong. */
const endsWell: Pick<ClientRule, 'id' | 'says' | 'rfcs' | 'clauses'> = {
  id: 'ends-well',
  says: 'The client ends well, and its requests arrive.',
  rfcs: [],
  clauses: [],
}

/** A client that does not even work where nothing goes wrong shows nothing elsewhere. */
function failureOf(
  said: string | undefined,
  timeout: AbortSignal,
  calls: readonly Call[],
  patience: number,
): string | undefined {
  if (timeout.aborted) return `The client did not end within ${patience / 1_000} s`
  if (said !== undefined) return `The client fails where nothing goes wrong: ${said}`
  return calls.length === 0
    ? 'No request of the client arrived: it has to send them to the address in LATCHKEY_URL'
    : undefined
}

function judged(
  proven: readonly Proven[],
  { api, client, signal }: ProveOptions,
): Omit<Report, 'title' | 'url' | 'started' | 'milliseconds'> {
  const checks = proven.flatMap(({ records }) => records)
  const totals = tallyOf(checks)
  return {
    version: reportVersion,
    latchkey: readManifest().version,
    api: api.id,
    client,
    requests: proven.reduce((sum, { calls }) => sum + calls.length, 0),
    verdict: verdictOf(totals, { wasInterrupted: signal?.aborted === true, stale: [], shortfalls: [] }),
    stale: [],
    shortfalls: [],
    changes: null,
    totals,
    operations: operationsOf(checks),
    matrix: null,
    notRun: [],
    answers: { documented: 0, unseen: [] },
    checks,
  }
}
