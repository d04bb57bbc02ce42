import { hour } from '../../auth/clock.ts'
import type { Random } from '../../auth/secret.ts'
import type { Address } from '../../contract/address.ts'
import type { Activation } from '../../served/api.ts'
import type { Account } from '../../store/accounts.ts'
import { atomically, type Unit } from '../../store/api-store.ts'
import type { Scope } from '../../store/scope.ts'
import { giveKeys, newKeys } from './keys.ts'
import { isActivated } from './user.ts'

export const activationKind = 'activation'

/** How long the link of the activation e-mail works (IN-55). */
export const activationLifetime = 24 * hour

/** Where a link leads: to the place the sign-up was sent to. */
export function activationLink({ origin, mount }: Address, token: string): string {
  return `${origin}${mount}/v1.1/users/activate?token=${token}`
}

/** The account as it is once its address is known to be its owner's: activated, with keys. */
export async function giveAccess(unit: Unit, account: Account, scope: Scope, random: Random): Promise<Account> {
  const data = { ...account.data, activated: true }
  await unit.accounts.setData(account.id, data)
  await giveKeys(unit, scope, account.id, newKeys(random))
  return { ...account, data }
}

/** Activation without the message, for the owner of a sandbox. */
export const activation: Activation = {
  isPending: (account) => !isActivated(account),
  async activate(account, { store, random }) {
    await atomically(store, async (unit) => {
      await unit.secrets.revokeAll({ kind: activationKind, subject: account.id })
      await giveAccess(unit, account, store.scope, random)
    })
  },
}
