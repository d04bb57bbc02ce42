import type { Consenting, NewPerson, WantedCredential } from '../../conformance/hooks.ts'
import type { SettingName } from '../../conformance/setting-table.ts'

type Nothing = Readonly<Record<string, never>>

/** What each hook is sent, as JSON. */
export interface HookInputs {
  readonly advanceClock: { readonly seconds: number }
  readonly freezeClock: Nothing
  readonly createAccount: NewPerson
  readonly disableAccount: { readonly email: string; readonly disabled: boolean }
  readonly createClient: Nothing
  readonly issueKey: { readonly owner: string }
  readonly issueCredential: WantedCredential
  readonly readMessage: { readonly recipient: string }
  readonly changeSettings: { readonly settings: Readonly<Partial<Record<SettingName, unknown>>> }
  readonly reset: Nothing
  readonly outage: Nothing
  readonly otherWorld: { readonly world: string }
  readonly otherApi: { readonly api: string }
  readonly silentProvider: Nothing
  /** The person is null for one who cancels. */
  readonly consent: { readonly address: string; readonly person: Consenting | null }
}

/** What each hook answers, as JSON; where nothing is wanted, its success is answer enough. */
export interface HookOutputs {
  readonly advanceClock: Nothing
  readonly freezeClock: Nothing
  readonly createAccount: Nothing
  readonly disableAccount: Nothing
  readonly createClient: { readonly id: string; readonly secret: string }
  readonly issueKey: { readonly key: string }
  readonly issueCredential: { readonly credential: string }
  readonly readMessage: { readonly message: string }
  readonly changeSettings: Nothing
  readonly reset: Nothing
  readonly outage: { readonly url: string }
  readonly otherWorld: { readonly url: string }
  readonly otherApi: { readonly url: string }
  readonly silentProvider: { readonly url: string; readonly provider: string }
  readonly consent: { readonly address: string }
}
