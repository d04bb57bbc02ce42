/** One place where a request breaks its contract; never carries the offending value. */
export interface Violation {
  readonly in: 'path' | 'query' | 'header' | 'cookie' | 'body'
  /** The names that lead to the place, outermost first; empty for the whole. */
  readonly path: readonly string[]
  /** The JSON Schema keyword that failed, or one of ours: `unknown`, `syntax`, `duplicate`. */
  readonly keyword: string
  /** What is wrong, for people, without the value. */
  readonly message: string
}

/** `body.user.name is required`: a violation in words. */
export function describeViolation({ in: where, path, message }: Violation): string {
  return `${[where, ...path].join('.')} ${message}`
}

/** All violations in one line, for the API forms whose refusals carry a single message. */
export function describeViolations(violations: readonly Violation[]): string {
  return violations.map(describeViolation).join('; ')
}
