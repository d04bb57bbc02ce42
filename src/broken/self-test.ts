import { planOf } from '../conformance/derived/plan.ts'
import { loadApis } from '../reference/load-apis.ts'
import { startThrowawayServer } from '../reference/throwaway-server.ts'
import type { Api } from '../served/api.ts'
import { type MountedApi, mountApi } from '../server/mounted-api.ts'
import type { CheckRecord } from '../verify/report.ts'
import { loadSubject, type OwnContract } from '../verify/subject.ts'
import { type VerifyOptions, verify } from '../verify/verify.ts'
import type { Kind } from './kind.ts'
import { kinds as allKinds } from './kinds.ts'

/** What came of one kind of mistake. */
export interface Proof {
  readonly kind: string
  readonly title: string
  /** The check that saw it; undefined where it is not proven. */
  readonly by: Pick<CheckRecord, 'id' | 'rule'> | undefined
}

/** What came of all kinds that the contract has a place for. */
export interface SelfTest {
  readonly api: string
  /** How many derived checks hold on the engine as it is. */
  readonly holding: number
  /** Those that refuse the engine as it is, or cannot be carried out: nothing is proven while there are any. */
  readonly faulty: readonly CheckRecord[]
  readonly proofs: readonly Proof[]
}

/** An API that the engine serves, and its contract where it does not come with Latchkey. */
export interface TestedApi {
  readonly api: Api
  readonly own?: OwnContract | undefined
}

interface Watch {
  readonly kinds?: readonly Kind[]
  readonly signal?: AbortSignal | undefined
  readonly onProof?: (proof: Proof) => void
}

/** Runs the derived checks against the engine, then against each broken variant of it. */
export async function selfTest(
  tested: TestedApi,
  { kinds = allKinds, signal, onProof }: Watch = {},
): Promise<SelfTest> {
  const bench = await benchOf(tested)
  const records = await bench.run(bench.right, { only: bench.derived, signal })
  const holding = records.filter(({ result }) => result === 'passed').map(({ id }) => id)
  const faulty = records.filter(isFault)
  const proofs: Proof[] = []
  for (const kind of faulty.length > 0 ? [] : kinds) {
    const broken = kind.breaks(bench.plan)?.(bench.right)
    if (!broken || signal?.aborted) continue
    const by = await firstToSee(kind, holding, (only) => bench.run(broken, { only, signal, bail: true }), records)
    const proof = { kind: kind.id, title: kind.title, by }
    proofs.push(proof)
    onProof?.(proof)
  }
  return { api: tested.api.id, holding: holding.length, faulty, proofs }
}

/** Advice may be against the engine, and what is inconclusive proves nothing either way. */
function isFault({ result, severity }: CheckRecord): boolean {
  return result === 'error' || (result === 'deviation' && severity === 'contract')
}

/** By the checks that are most likely to see it, then by all others. */
async function firstToSee(
  { rules, crashes }: Kind,
  holding: readonly string[],
  run: (only: readonly string[]) => Promise<readonly CheckRecord[]>,
  records: readonly CheckRecord[],
): Promise<Proof['by']> {
  const likely = new Set(records.filter(({ rule }) => rule !== null && rules.includes(rule)).map(({ id }) => id))
  const batches = [holding.filter((id) => likely.has(id)), holding.filter((id) => !likely.has(id))]
  for (const batch of batches.filter(({ length }) => length > 0)) {
    const found = (await run(batch)).find(({ result }) => result === 'deviation')
    // A variant that merely fails was not seen for what it does.
    if (found && (crashes || found.evidence?.answer?.status !== 500)) return { id: found.id, rule: found.rule }
  }
  return undefined
}

type Mounted = MountedApi<Api>

/** Everything that is the same for all variants. */
async function benchOf({ api, own }: TestedApi) {
  const { suite, contract } = await loadSubject(api.id, own)
  const [control] = (await loadApis(['sandbox'])).map(mountApi)
  if (!control) throw new TypeError('There is no control API')
  // No reply check keeps a variant from saying what a server without one would say.
  const right: Mounted = { ...mountApi(api), check: () => undefined }
  return {
    right,
    plan: planOf(contract),
    // What is measured in time needs hashing at its real cost.
    derived: suite.checks
      .filter(({ rule, tags }) => rule !== undefined && !tags.includes('timing'))
      .map(({ id }) => id),
    async run(variant: Mounted, options: Pick<VerifyOptions, 'only' | 'signal' | 'bail'>) {
      const server = await startThrowawayServer([variant, control])
      try {
        const sandbox = `http://127.0.0.1:${server.port}`
        const { checks } = await verify({ api: api.id, own, sandbox, demo: true, strict: true, ...options })
        return checks
      } finally {
        await server.stop()
      }
    },
  }
}
