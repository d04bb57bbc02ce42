import type { ApiStore } from '../../src/store/api-store.ts'
import type { Families, Rotation, RotationRules } from '../../src/store/families.ts'
import type { Secret } from '../../src/store/secrets.ts'
import { handlingIn } from './breaking.ts'
import { storing, withMembers } from './contexts.ts'
import type { Break } from './mutant.ts'

/** Mistakes in trading refresh tokens in, as any API that has them can make them. */

/** A try to trade a secret in, and the right way to do it. */
interface Trade {
  readonly kind: string
  readonly plain: string
  readonly rules: RotationRules
  readonly secrets: ApiStore['secrets']
  rotate(rules?: RotationRules): ReturnType<Families['rotate']>
}

/** Trades in otherwise at one operation. */
function trading(operation: string, change: (trade: Trade) => Promise<Rotation>): Break {
  return handlingIn(
    operation,
    storing(({ families, secrets }) => ({
      families: withMembers(families, {
        rotate: (kind, plain, rules) =>
          change({ kind, plain, rules, secrets, rotate: (other = rules) => families.rotate(kind, plain, other) }),
      }),
    })),
  )
}

/** The refresh token is good for ever, and issued again. */
export function refreshTokenKept(operation: string): Break {
  return trading(operation, async (trade) => {
    const { kind, plain, rules, secrets, rotate } = trade
    const secret = await due(trade)
    if (!secret) return rotate()
    const others = rules.successors(secret).filter((next) => next.kind !== kind)
    const issued = await Promise.all(others.map((next) => secrets.issue({ ...next, family: secret.family })))
    return { result: 'rotated', issued: [{ plain, secret }, ...issued] }
  })
}

/** The new pair is added, and the used refresh token is not ended. */
export function usedRefreshTokenWorks(operation: string): Break {
  return adding(operation, async () => {})
}

/** The used refresh token ends, and the access token beside it does not. */
export function usedAccessTokenWorks(operation: string): Break {
  return adding(operation, async (secret, { secrets }) => void (await secrets.end(secret)))
}

/** A replay is refused, and tells nobody anything. */
export function replayEndsNothing(operation: string): Break {
  return trading(operation, async ({ kind, plain, secrets, rotate }) => {
    const found = await secrets.find(kind, plain)
    return found?.state === 'rotated' ? { result: 'refused', found } : rotate()
  })
}

/** A replay ends the family, also of a second tab or after a lost reply. */
export function replayEndsAtOnce(operation: string): Break {
  return trading(operation, async ({ kind, plain, secrets, rotate }) => {
    const found = await secrets.find(kind, plain)
    if (found?.state !== 'rotated') return rotate()
    await secrets.revokeAll({ family: found.secret.family })
    return { result: 'replayed', found, revoked: true }
  })
}

/** Whoever has a refresh token may trade it in. */
export function refreshTokenOfAnybody(operation: string): Break {
  return trading(operation, ({ rules, rotate }) => rotate({ ...rules, accepts: () => true }))
}

/** Each refresh token lives from its own issue, without a thought of the login. */
export function refreshTokenRenewed(operation: string, lifetime: number): Break {
  return trading(operation, ({ kind, rules, rotate }) =>
    rotate({
      ...rules,
      successors: (secret) =>
        rules.successors(secret).map((next) => (next.kind === kind ? { ...next, lifetime } : next)),
    }),
  )
}

function adding(operation: string, end: (secret: Secret, trade: Trade) => Promise<void>): Break {
  return trading(operation, async (trade) => {
    const secret = await due(trade)
    if (!secret) return trade.rotate()
    await end(secret, trade)
    const next = trade.rules.successors(secret)
    const issued = await Promise.all(next.map((each) => trade.secrets.issue({ ...each, family: secret.family })))
    return { result: 'rotated', issued }
  })
}

async function due({ kind, plain, rules, secrets }: Trade): Promise<Secret | undefined> {
  const found = await secrets.find(kind, plain)
  return found?.state === 'active' && rules.accepts(found) ? found.secret : undefined
}
