import type { Person } from '../cast.ts'
import type { Need } from '../hooks.ts'
import { ownPerson } from './password-ways.ts'
import type { Plan } from './plan.ts'
import type { DerivedProbe } from './session.ts'
import { needsToSettle, settled, signUpsOf } from './sign-up.ts'

/** How a check gets an account that no other check uses. */
interface OwnAccounts {
  readonly needs: readonly Need[]
  make(probe: DerivedProbe): Promise<Person>
}

/** By a sign-up, where there is one; else by the owner of the server. */
export function ownAccounts(plan: Plan): OwnAccounts {
  const [signUp] = signUpsOf(plan)
  const needs = signUp && needsToSettle(plan, signUp)
  if (!signUp || !needs) return { needs: ['createAccount'], make: ownPerson }
  return { needs, make: (probe) => settled(probe, plan, signUp) }
}
