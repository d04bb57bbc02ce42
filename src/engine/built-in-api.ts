import { refusalFormOf } from '../contract/declared-refusals.ts'
import type { ContractDocument } from '../contract/document.ts'
import type { RefusalForm } from '../contract/refusal.ts'
import type { HandlersFile } from '../handlers/index.ts'
import type { Api, SandboxControls } from '../served/api.ts'
import type { Seed } from '../ways/seed.ts'
import { clientKind } from './client-kind.ts'
import { credentialCall } from './credential-call.ts'
import { demoData, peopleOf } from './demo-data.ts'
import { engineApi } from './engine-api.ts'
import { type EngineContract, engineContract } from './engine-contract.ts'
import { heldKeyIssuer } from './held-keys.ts'
import { operationHandlers } from './operation-handlers.ts'
import { ownHandlers, purgeOf } from './own-handlers.ts'
import { loginChallenge, readersOf } from './readers.ts'
import { contractForm } from './refusals.ts'
import { scenarioTargetsOf } from './scenario-targets.ts'
import { type IsHidden, shownSeed } from './shown-seed.ts'
import { typedTrial } from './typed-trial.ts'

/** A seed of the user, and which of its values are not shown. */
export interface ConfiguredSeed {
  readonly seed: Seed
  readonly isHidden?: IsHidden | undefined
}

/** What the folder of an API has. */
export interface ApiFolder {
  readonly document: ContractDocument
  /** Default: its worlds begin empty. */
  readonly seed?: Seed
  /** What its worlds begin with instead. */
  readonly configured?: ConfiguredSeed | undefined
  readonly code?: HandlersFile
}

/** An API that comes with Latchkey, as its contract and its seed say, and the handlers of what they cannot say. */
export function builtInApi(id: string, { document, seed: usual = {}, configured, code = {} }: ApiFolder): Api {
  const engine = engineContract(id, document)
  const { contract, ways } = engine
  const seeds = { usual, configured: configured?.seed }
  const seed = shownSeed(seeds, configured?.isHidden)
  const demo = demoData(engine, seed, ...(configured?.seed.accounts ? [peopleOf(seed)] : []))
  const issueKey = heldKeyIssuer(engine)
  const clients = clientKind(engine)
  const controls: Partial<SandboxControls> = {
    ...(clients && { clients }),
    ...(issueKey && { issueKey }),
    ...purgeOf(code),
  }
  return engineApi({
    engine,
    handlers: operationHandlers(engine, { own: ownHandlers(engine, code) }),
    schemes: readersOf(engine, new Map(Object.keys(contract.securitySchemes).map((name) => [name, 'enforced']))),
    form: formOf(engine),
    ...{ seeds, demo, controls },
    scenarioTargets: scenarioTargetsOf(engine),
    tryIt: credentialCall(engine, demo),
    tryClient: typedTrial(contract, ways, [], demo),
  })
}

/** Its own form, if it declares one for every refusal. */
function formOf(engine: EngineContract): RefusalForm {
  const usual = { realm: engine.id, loginChallenge: loginChallenge(engine) }
  const form = refusalFormOf(engine.contract.document, usual)
  return form.mediaType === undefined ? form : contractForm(engine.contract, usual)
}
