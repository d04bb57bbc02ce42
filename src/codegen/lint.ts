import {
  type BaseResolver,
  type Config,
  createConfig,
  type Document,
  lintDocument,
  type NormalizedProblem,
  type RawUniversalConfig,
} from '@redocly/openapi-core'
import { ownRules } from './own-rules.ts'
import { isOfTheSpecification } from './problem.ts'

/**
 * The rules of the specification. Style is `redocly lint`'s affair, and what the specification only ignores (keywords
 * beside a `$ref`, `nullable` without a type) is not reported.
 */
const rules: RawUniversalConfig = {
  extends: ['spec'],
  plugins: [ownRules],
  rules: {
    'latchkey/patterns': 'error',
    'latchkey/first-server': 'error',
    'latchkey/left-out': 'error',
    'security-defined': 'error',
    'spec-strict-refs': 'off',
    'spec-ref-siblings': 'off',
    'nullable-type-sibling': 'off',
    'no-empty-servers': 'off',
  },
}

export function lintConfig(): Promise<Config> {
  return createConfig(rules)
}

/** What the rules found: what keeps a contract from being understood, and what it can be generated without. */
export interface Findings {
  readonly errors: readonly NormalizedProblem[]
  readonly warnings: readonly NormalizedProblem[]
}

export async function lint(document: Document, config: Config, externalRefResolver: BaseResolver): Promise<Findings> {
  return findingsOf(await lintDocument({ document, config, externalRefResolver }))
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
