import { day } from '../auth/clock.ts'
import type { Account } from './account.ts'
import type { Scope } from './scope.ts'
import type { Found, Secret, SecretState } from './secret.ts'
import { type FoundRow, readFound, type SecretRow } from './secret-rows.ts'

const never = Number.POSITIVE_INFINITY

/** Dead secrets are remembered this long, so that a refusal can say how they died. */
const remembered = day
/** How many forgotten rows one issue sweeps away at the most. */
const sweep = 50

/** What lives at the moment that stands at a place among the values of a statement. */
export const liveAt = (place: string) =>
  `ended IS NULL AND (expires IS NULL OR expires > ${place}) AND (idle IS NULL OR seen + idle > ${place})`

/** When a secret dies of age or disuse; infinity for never. */
export function endOf({ expires, seen, idle }: Secret): number {
  return Math.min(expires ?? never, seen + (idle ?? never))
}

/** How a secret stands at a moment; undefined once it is past remembering. */
export function judge(row: FoundRow, now: number): Found | undefined {
  const read = readFound(row)
  const found = { ...read, ...stateOf(row, read.secret, read.account, now) }
  return isForgotten(found, now) ? undefined : found
}

function stateOf(
  row: SecretRow,
  secret: Secret,
  account: Account | undefined,
  now: number,
): Pick<Found, 'state' | 'since'> {
  if (row.ended !== null) return { state: row.ended_how as SecretState, since: row.ended }
  const end = endOf(secret)
  if (now >= end) return { state: 'expired', since: end }
  if (account?.disabled !== undefined) return { state: 'disabled', since: account.disabled }
  return { state: 'active', since: secret.issued }
}

/** Whether a dead secret is past remembering, swept away yet or not. One whose account is disabled is not dead. */
function isForgotten({ state, since, secret }: Found, now: number): boolean {
  const end = state === 'rotated' ? (secret.expires ?? never) : since
  return state !== 'active' && state !== 'disabled' && end < now - remembered
}

/**
 * Sweeps away what nobody remembers any more; a little at each issue, so that no request pays for all. What was rotated
 * is remembered until it would have expired: a replay, however late, has to be known for one.
 */
export async function forget({ database, world, clock }: Scope): Promise<void> {
  const before = clock() - remembered
  for (const dead of [
    "ended < $2 AND ended_how <> 'rotated'",
    "expires < $2 AND (ended IS NULL OR ended_how = 'rotated')",
  ]) {
    await database.run(
      `DELETE FROM secrets WHERE (world, api, kind, hash) IN
       (SELECT world, api, kind, hash FROM secrets WHERE world = $1 AND ${dead} LIMIT ${sweep})`,
      ...[world, before],
    )
  }
}
