import { minute, second } from '../../auth/clock.ts'
import type { SendCode } from '../../ways/declarations.ts'
import { millisecondsOf } from '../../ways/duration.ts'
import type { EngineContract } from '../engine-contract.ts'
import { settingValue } from '../values.ts'
import type { Redemptions } from '../ways/claim.ts'
import { isPhone } from './address.ts'
import { newAccount } from './new-account.ts'
import { type CodeRules, redemption } from './one-time-passwords.ts'

/** What an action says of its one-time passwords, and what is assumed where it says nothing. */
export function codeRules(engine: EngineContract, action: SendCode): CodeRules {
  const { digits = 6, tries = 5, lifetime = 'PT10M', enabled = true, create = false } = action
  return {
    digits,
    tries,
    isEnabled: (settings) => settingValue(enabled, settings) === true,
    creates: (settings) => settingValue(create, settings) === true,
    lifetime: (settings) => timeOf(settingValue(lifetime, settings)),
    newAccount(address, random) {
      const known = isPhone(address) ? { phone: address } : { email: address }
      return newAccount(engine, { ...known, name: address }, 'activated', random)
    },
  }
}

/** A code always expires. */
function timeOf(lifetime: unknown): number {
  const time = typeof lifetime === 'number' ? lifetime * second : millisecondsOf(lifetime)
  return time !== undefined && Number.isFinite(time) ? time : 10 * minute
}

/** By way, how the codes that are sent for it are redeemed. */
export function codeRedemptions(engine: EngineContract): Redemptions {
  const sending = [...engine.actions.values()].filter((action) => action.kind === 'send-code')
  return new Map(
    sending.map((action) => {
      const rules = codeRules(engine, action)
      return [action.way, (login, code, context) => redemption(login, code, rules, context)]
    }),
  )
}
