import type { ContractDocument } from '../contract/document.ts'
import type { RefusalForm } from '../contract/refusal.ts'
import type { Api, SandboxControls } from '../served/api.ts'
import type { Secret } from '../store/secrets.ts'
import { accountControls } from './actions/account-controls.ts'
import { actsFor as codeActsFor } from './actions/one-time-passwords.ts'
import { sendsMessages } from './actions/sends-messages.ts'
import type { DemoData } from './demo-data.ts'
import type { EngineContract } from './engine-contract.ts'
import { precedenceOf } from './precedence.ts'
import { begunLogin } from './provider-login/transaction.ts'
import { type Seeds, seeding } from './seed-worlds.ts'
import { settingsOf } from './setting-rules.ts'

/** What an API is made of that is served by its contract. */
interface EngineParts
  extends Pick<Api, 'form' | 'handlers' | 'schemes' | 'scenarioTargets' | 'tryIt' | 'tryClient'>,
    Partial<Pick<Api, 'bodyLimit'>> {
  readonly engine: EngineContract
  /** The contract as it is served; default: as it is. */
  readonly document?: ContractDocument
  readonly seeds: Seeds
  readonly demo: DemoData
  /** What the control API can do in addition to what every contract allows. */
  readonly controls: Partial<SandboxControls>
}

/** An API that is served by its contract: its own, or one that comes with Latchkey. */
export function engineApi(parts: EngineParts): Api {
  const { engine, document = engine.contract.document, seeds, demo, controls, form, ...others } = parts
  const { settings, settingRules } = settingsOf(engine)
  return {
    id: engine.id,
    document,
    form: form satisfies RefusalForm,
    accepts: precedenceOf(engine.contract.document) ?? 'any',
    bodyLimit: undefined,
    commands: false,
    ...others,
    settingRules,
    allowedOrigins: ({ allowedOrigins }) => (Array.isArray(allowedOrigins) ? allowedOrigins.map(String) : []),
    tenant: { id: engine.id, settings, ...seeding(engine, seeds) },
    sandbox: {
      ...accountControls(engine),
      actsFor,
      demo: demo.labels,
      sendsMessages: sendsMessages(engine.actions.values()),
      ...controls,
    },
  }
}

/** Logins that one network address has begun at a provider are counted together; a one-time password is for an address. */
function actsFor(secret: Secret): string | null {
  return secret.kind === begunLogin ? null : codeActsFor(secret)
}
