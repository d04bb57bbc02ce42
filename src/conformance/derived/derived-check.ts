import type { Operation } from '../../contract/contract.ts'
import type { Cast } from '../cast.ts'
import type { Check } from '../check.ts'
import type { Need } from '../hooks.ts'
import { tags as allTags, type Tags } from '../tags.ts'
import type { Plan } from './plan.ts'
import type { Rule } from './rule.ts'
import type { DerivedProbe } from './session.ts'

export type DerivedCheck = Check<Record<string, { responses: Record<number, unknown> }>, Cast>

/** What a check has beyond its rule. */
interface Derived {
  readonly operation?: Operation | undefined
  /** Another operation that it is about, whose facts it holds as well. */
  readonly second?: Operation
  readonly title: string
  readonly needs?: readonly Need[]
  /** Kinds of promise beside those of the rule. */
  readonly tags?: Tags
  readonly cell?: Check['cell']
  run(probe: DerivedProbe): Promise<void>
}

/** A check by a rule, with the facts of the register that name it. */
export function derived(
  plan: Plan,
  rule: Rule,
  { operation, second, title, needs = [], tags, cell, run }: Derived,
): DerivedCheck {
  const facts = [...new Set([operation, ...(second ? [second] : [])].flatMap((each) => plan.facts(rule.id, each)))]
  return {
    id: `${operation?.id ?? 'api'}: ${title}`,
    operation: operation?.id,
    // What a fact says the contract promises, whatever it is elsewhere.
    severity: facts.length > 0 ? 'contract' : rule.severity,
    rule: rule.id,
    says: rule.says,
    facts,
    tags: inOrder(tags ?? rule.tags),
    rfcs: rule.rfcs,
    clauses: rule.clauses,
    needs: ['server', ...needs],
    ...(cell && { cell }),
    run,
  }
}

/** Reports list kinds of promise in one order. */
function inOrder(tags: Tags): Tags {
  const sorted = allTags.filter((tag) => tags.includes(tag))
  return sorted as unknown as Tags
}
