import type { Operation } from '../../contract/contract.ts'
import type { Reply } from '../../contract/handler.ts'
import type { Refusal } from '../../contract/refusal.ts'
import type { Account } from '../../store/accounts.ts'
import type { Secret } from '../../store/secrets.ts'
import type { Caller } from '../caller.ts'
import type { EngineContract } from '../engine-contract.ts'
import { exampleAnswer } from '../example-answer.ts'
import type { ActionContext } from './action.ts'

/** An account and the credential that acts for it. */
export interface ActingAccount {
  readonly account: Account
  readonly credential: Secret
}

/** The account that is asking; the documented example where credentials are not looked up. */
export function actingAccount(
  { contract }: Pick<EngineContract, 'contract'>,
  operation: Operation,
  context: ActionContext,
): ActingAccount | Reply | Refusal {
  const { account, credential } = (context.caller as Caller | undefined) ?? {}
  if (!credential) return exampleAnswer(contract.document, operation)
  return account ? { account, credential } : { refusal: 'forbidden', detail: 'Only an account may do this' }
}
