import type { Finding } from '../../contract/finding.ts'
import { refuse } from '../../contract/refusal-causes.ts'
import { findingOf } from '../../served/fault.ts'
import type { Account } from '../../store/accounts.ts'
import { atomically, type Unit } from '../../store/api-store.ts'
import type { Activate } from '../../ways/declarations.ts'
import { answerShowing } from '../answer.ts'
import type { EngineContract } from '../engine-contract.ts'
import { askedValue } from '../values.ts'
import { credentialsShown } from '../ways/sealed.ts'
import type { ActionContext, ActionFactory } from './action.ts'
import { activated, activationKind } from './activation.ts'

/** Redeems what a pending sign-up was sent: once, and what was never sent is a guess of the network address. */
export const activate: ActionFactory<Activate> = (engine, operation, action) => async (request, context) => {
  const { store, address, settings, random } = context
  const retryAfter = store.failures.waitOfAddress(address)
  if (retryAfter > 0) return { refusal: 'throttled', retryAfter }
  const code = String(askedValue(action.code, request) ?? '')
  const outcome = await atomically(store, (unit) => redeem(engine, code, unit, context))
  if ('is' in outcome) {
    if (outcome.is === 'unknown') await store.failures.guessed(address)
    return refuse('invalid-link', { finding: outcome })
  }
  const credentials = await credentialsShown(engine.ways, outcome.id, store)
  return answerShowing(engine, operation, action.answer, { account: outcome, credentials, request, settings, random })
}

/** The account as it is then, or why nothing was activated. */
async function redeem(
  engine: EngineContract,
  code: string,
  unit: Unit,
  context: ActionContext,
): Promise<Account | Finding> {
  const found = await unit.secrets.consume(activationKind, code)
  if (found?.state !== 'active' || !found.account) return findingOf('activation link', found)
  return activated(engine, found.account, unit, context)
}
