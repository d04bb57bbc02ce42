import type { Context } from '../../served/api.ts'
import { addressRules } from '../../served/limit-rules.ts'
import { perAddress, type Throttled } from '../../store/address-limits.ts'
import type { RateLimit } from '../../store/rate-limits.ts'
import type { Action, SettingDeclaration } from '../../ways/declarations.ts'

type ActionLimit = keyof typeof addressRules

/** How often one network address may do it within an hour, where the contract does not say. */
const usual = 1_000

/** The settings that the actions of a contract have: how often one network address may cause them. */
export function actionSettings(actions: Iterable<Action>): Readonly<Record<string, SettingDeclaration>> {
  const used = new Set([...actions].flatMap(limitOf))
  const names = (Object.keys(addressRules) as ActionLimit[]).filter((name) => used.has(name))
  return Object.fromEntries(names.map((name) => [name, { ...addressRules[name], default: usual }]))
}

function limitOf(action: Action): readonly ActionLimit[] {
  if (action.kind === 'register') return ['signUpsPerAddress']
  const writes = action.kind === 'send-code' || (action.kind === 'change-account' && action.notice !== undefined)
  return writes ? ['messagesPerAddress'] : []
}

/** How often it may be caused from the network address of a request. */
export function limitOnAddress(name: ActionLimit, { address, settings }: Context): RateLimit {
  const limit = { [name]: Number(settings[name] ?? usual) } as Record<ActionLimit, number>
  return perAddress(name, { address, settings: limit })
}

/** Counts one more of an action for the network address; the refusal if it has reached its limit. */
export async function countAction(name: ActionLimit, context: Context): Promise<Throttled | undefined> {
  const retryAfter = await context.store.rateLimits.take([limitOnAddress(name, context)])
  return retryAfter > 0 ? { refusal: 'throttled', retryAfter } : undefined
}
