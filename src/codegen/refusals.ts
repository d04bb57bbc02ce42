import { type Operation, type Response, resolve } from '../contract/contract.ts'
import type { ContractDocument, Schema } from '../contract/document.ts'

/**
 * How an operation refuses: by status, range or `default`, the members that its JSON body always has; null where no JSON is
 * documented. A contract without errors leaves them open: then 400 and 401 with any JSON object count (RFC 6749, 5.2).
 */
export function refusalsOf(
  document: ContractDocument,
  { responses }: Operation,
): Readonly<Record<string, readonly string[] | null>> {
  const documented = [...responses].filter(([status]) => /^4|^default$/.test(status))
  if (documented.length === 0) return { 400: [], 401: [] }
  return Object.fromEntries(documented.map(([status, response]) => [status, membersOf(document, response)]))
}

function membersOf(document: ContractDocument, { content }: Response): readonly string[] | null {
  const json = Object.entries(content).find(([type]) => /[/+]json\b/.test(type))?.[1]
  return json ? requiredOf(document, json.schema, []) : null
}

/** What every alternative of a schema requires; a schema within itself adds nothing. */
function requiredOf(
  document: ContractDocument,
  schema: Schema | boolean | undefined,
  passed: readonly Schema[],
): readonly string[] {
  if (typeof schema !== 'object') return []
  const resolved = resolve<Schema>(document, schema)
  if (passed.includes(resolved)) return []
  const { required = [], allOf = [], oneOf, anyOf = [] } = resolved as Composed
  const inside = (part: Schema | boolean) => requiredOf(document, part, [...passed, resolved])
  const [first = [], ...others] = (oneOf ?? anyOf).map(inside)
  const common = first.filter((name) => others.every((names) => names.includes(name)))
  return [...new Set([...required, ...allOf.flatMap(inside), ...common])]
}

interface Composed {
  readonly required?: readonly string[]
  readonly allOf?: readonly (Schema | boolean)[]
  readonly oneOf?: readonly (Schema | boolean)[]
  readonly anyOf?: readonly (Schema | boolean)[]
}
