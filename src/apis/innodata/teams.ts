import { type Clock, day } from '../../auth/clock.ts'
import type { Account } from '../../store/accounts.ts'
import type { ApiStore } from '../../store/api-store.ts'
import type { Resource } from '../../store/resources.ts'
import type { Flavour } from './handlers.ts'

/** Live and test teams never meet (IN-64). */
export const teamKinds = { live: 'live-team', test: 'test-team' } as const satisfies Record<Flavour, string>

/** The earliest moment that teams of a kind may have been made at to be there still: test data lasts a day of UTC (IN-65). */
export function keptSince(flavour: Flavour, clock: Clock): number {
  return flavour === 'live' ? 0 : Math.floor(clock() / day) * day
}

/** Removes all test teams at once, as the end of the day does; the number of them. */
export function purge({ resources }: Pick<ApiStore, 'resources'>): Promise<number> {
  return resources.removeBefore(teamKinds.test, Number.MAX_SAFE_INTEGER)
}

/** A team of a user, its one member (IN-06, IN-66, IN-71). */
export function showTeam({ id, name }: Resource, { id: owner, email, name: ownerName }: Account) {
  return { id, name, members: [{ id: owner, email, name: ownerName }] }
}
