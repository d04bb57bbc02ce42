import type { Finding } from '../../contract/finding.ts'
import { refuse } from '../../contract/refusal-causes.ts'
import { findingOf } from '../../served/fault.ts'
import type { Account } from '../../store/accounts.ts'
import { atomically, type Unit } from '../../store/api-store.ts'
import { activationKind, giveAccess } from './activation.ts'
import { succeeded } from './envelope.ts'
import type { InnodataContext, InnodataHandlers } from './handlers.ts'
import { keysOf } from './keys.ts'
import { showUser } from './user.ts'

/** `GET /v1.1/users/activate`: the link of the activation e-mail, good for one use (IN-55, IN-56). */
export const activateUser: InnodataHandlers['activateUser'] = async ({ query }, context) => {
  const { store, random, address } = context
  const retryAfter = store.failures.waitOfAddress(address)
  if (retryAfter > 0) return { refusal: 'throttled', retryAfter }
  const outcome = await atomically(store, (unit) => activate(unit, query.token, context))
  if ('is' in outcome) {
    if (outcome.is === 'unknown') await store.failures.guessed(address)
    return refuse('invalid-link', { finding: outcome })
  }
  return succeeded(random, 200, showUser(outcome, await keysOf(outcome, store)))
}

/** The account with its keys, or why there is none; a link that worked once is no guess. */
async function activate(
  unit: Unit,
  token: string,
  { store: { scope }, random }: InnodataContext,
): Promise<Account | Finding> {
  const found = await unit.secrets.consume(activationKind, token)
  if (found?.state !== 'active' || !found.account) return findingOf('activation link', found)
  return giveAccess(unit, found.account, scope, random)
}
