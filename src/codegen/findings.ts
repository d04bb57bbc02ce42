import type { NormalizedProblem } from '@redocly/openapi-core'
import { isOfTheSpecification } from './problem.ts'

/** What the rules found: what keeps a contract from being understood, and what it can be generated without. */
export interface Findings {
  readonly errors: readonly NormalizedProblem[]
  readonly warnings: readonly NormalizedProblem[]
}

/** A reference that leads nowhere is the one thing of all rules that nothing can stand in for. */
export function findingsOf(problems: readonly NormalizedProblem[]): Findings {
  const found = problems.filter(
    (problem) => problem.severity === 'error' && isOfTheSpecification(problem) && !isMistaken(problem),
  )
  const { errors = [], warnings = [] } = Object.groupBy(found, ({ ruleId }) =>
    ruleId === 'no-unresolved-refs' ? 'errors' : 'warnings',
  )
  return { errors, warnings }
}

/** The rule knows no parameter with a name in another script. */
function isMistaken({ ruleId, message }: NormalizedProblem): boolean {
  const [, name, path] = /^Path parameter `(.+)` is not used in the path `(.+)`/.exec(message) ?? []
  return ruleId === 'path-parameters-defined' && path?.includes(`{${name}}`) === true
}
