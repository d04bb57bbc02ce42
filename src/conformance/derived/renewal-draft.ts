import type { Need } from '../hooks.ts'
import type { Login } from './logins.ts'
import type { Plan } from './plan.ts'
import type { Rule } from './rule.ts'
import type { DerivedProbe } from './session.ts'

/** A rule of renewals, and how it is seen. */
export interface RenewalDraft {
  readonly rule: Rule
  /** The end of its title. */
  readonly mode: string
  /** Whether the contract demands it of a login; a fact that names the rule always does. */
  applies(plan: Plan, login: Login): boolean
  needs?(plan: Plan, login: Login): readonly Need[]
  run(probe: DerivedProbe, plan: Plan, login: Login): Promise<void>
}
