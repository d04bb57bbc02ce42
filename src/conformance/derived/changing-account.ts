import type { Person } from '../cast.ts'
import type { Need } from '../hooks.ts'
import type { Sent } from '../request.ts'
import { saying } from './asked.ts'
import { formOf } from './body-form.ts'
import { inconclusively } from './control.ts'
import { type Login, loggedIn, loginsOf } from './logins.ts'
import { ownAccounts } from './own-account.ts'
import { type PasswordWay, passwordWays } from './password-ways.ts'
import type { Plan, PlannedAction } from './plan.ts'
import { joined } from './presentation.ts'
import type { DerivedProbe, Held } from './session.ts'

/** An operation by which those who log in by a password change their account. */
export interface Changing extends PlannedAction<'change-account'> {
  readonly plan: Plan
  readonly login: Login
  readonly entry: PasswordWay
}

/** The changes that a login of the ordinary person opens. */
export function changingsOf(plan: Plan): readonly Changing[] {
  return plan.actions('change-account').flatMap(({ operation, action }) => {
    const login = loginsOf(plan).find(
      ({ who, doors }) => who === 'ordinary' && doors.some((door) => door.operation === operation),
    )
    const entry = passwordWays(plan).find(({ way }) => way.name === login?.way.name)
    return login && entry ? [{ plan, operation, action, login, entry }] : []
  })
}

/** What it takes to change an account of one's own. */
export function needsToChange({ plan, entry }: Changing): readonly Need[] {
  const others = entry.needs.filter((need) => !need.startsWith('people.ordinary.'))
  return [...new Set([...ownAccounts(plan).needs, ...others])]
}

export interface Owned {
  readonly person: Person
  readonly held: Held
}

/** Someone of the check's own, who is logged in. */
export function owned({ plan, login }: Changing, probe: DerivedProbe): Promise<Owned> {
  return inconclusively(async () => {
    const person = await ownAccounts(plan).make(probe)
    return { person, held: await loggedIn(probe, plan, login, person) }
  })
}

interface Wanted {
  readonly email?: string | undefined
  readonly password?: string | undefined
}

/** The request of a change, with the credential of the one who makes it. */
export function changeOf({ operation, action: { members } }: Changing, { held }: Owned, wanted: Wanted = {}): Sent {
  const asked = [
    [members.email, wanted.email],
    [members.password, wanted.password],
  ] as const
  const change = asked.reduce(
    (sent, [at, value]) => (value === undefined ? sent : saying(operation, sent, at, value)),
    formOf(operation, {}),
  )
  return joined(change, held.sent)
}
