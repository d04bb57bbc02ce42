import type { Context, SandboxControls } from '../../served/api.ts'
import { atomically } from '../../store/api-store.ts'
import type { EngineContract } from '../engine-contract.ts'
import type { IssuingContext } from '../ways/issue.ts'
import { membership } from '../ways/tenants.ts'
import { activated, activationKind, isPending } from './activation.ts'
import { isPhone } from './address.ts'
import { issueAt } from './issue-at.ts'
import { newAccount, signUpLifetime } from './new-account.ts'

/** What the control API does to the accounts of a contract: by the same rules as its own operations. */
export function accountControls(
  engine: EngineContract,
): Pick<SandboxControls, 'activation' | 'complete' | 'newAccount' | 'roles'> {
  return {
    roles: engine.accounts.roles,
    newAccount: ({ groups, ...wanted }, { random }) => {
      const phone = wanted.login !== undefined && isPhone(wanted.login) ? wanted.login : undefined
      const members = membership(engine.accounts, groups)
      return newAccount(engine, { ...wanted, phone, members }, 'activated', random)
    },
    async complete(account, context) {
      await atomically(context.store, ({ secrets }) =>
        issueAt(engine, ['register', 'activate'], account, secrets, issuing(context)),
      )
    },
    ...(signUpLifetime(engine) !== undefined && {
      activation: {
        isPending: (account) => isPending(engine, account),
        async activate(account, context) {
          await atomically(context.store, async (unit) => {
            await unit.secrets.revokeAll({ kind: activationKind, subject: account.id })
            await activated(engine, account, unit, issuing(context))
          })
        },
      },
    }),
  }
}

/** The control API acts by the clock and with the keys of the world that it acts in. */
function issuing({ store, random }: Pick<Context, 'random' | 'store'>): IssuingContext {
  const { clock, keys } = store.scope
  return { store, random, clock, keys }
}
