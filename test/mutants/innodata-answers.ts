import { randomUUID } from '../../src/contract/uuid.ts'
import type { Context } from '../../src/served/api.ts'
import { bodyOf, type Called, handling } from './breaking.ts'
import type { Break } from './mutant.ts'

/** A user as an answer shows one. */
interface Shown {
  readonly id: string
  readonly activated: boolean
}

/** A refusal in the envelope. */
export function failed({ random }: Context, status: number, message: string) {
  return { status, body: { success: false, status_code: status, tracking: randomUUID(random), response: { message } } }
}

/** A login that gives some users new keys, and shows those. */
export function givingKeys(
  isMeant: (user: Shown) => boolean,
  before: (user: Shown, context: Called) => unknown,
): Break {
  return (api) => {
    const { complete } = api.definition.sandbox
    const broken = handling('login', (next) => async (request, context) => {
      const outcome = await next(request, context)
      const user = bodyOf(outcome).response as Shown | undefined
      const account = user && (await context.store.accounts.find(user.id))
      if (!account || !isMeant(user)) return outcome
      await before(user, context)
      await complete?.(account, context)
      return next(request, context)
    })
    return broken(api)
  }
}
