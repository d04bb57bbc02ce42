/** How deep the quick way goes; what is nested deeper is left to the parser that has a limit of its own. */
const deepest = 50

/**
 * The value of a JSON text, a hundred times as fast as by a YAML parser; undefined for whatever that parser may object to or
 * take for something else: text that is no JSON, a member that appears twice, deep nesting.
 */
export function quickJson(text: string): object | undefined {
  if (!/^\uFEFF?\s*\{/.test(text)) return undefined
  try {
    const value = JSON.parse(text.replace(/^\uFEFF/, '')) as object
    return membersOf(value) === membersIn(text) ? value : undefined
  } catch {
    return undefined
  }
}

/** How many members the text writes down. */
function membersIn(text: string): number {
  let count = 0
  for (const [, colon] of text.matchAll(/"(?:[^"\\]+|\\.)*"\s*(:?)/g)) if (colon === ':') count++
  return count
}

/** How many members the value has; NaN if it is nested deeply. */
function membersOf(root: object): number {
  let count = 0
  let level: object[] = [root]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return Number.NaN
    const next: object[] = []
    for (const node of level) {
      const members: readonly unknown[] = Array.isArray(node) ? node : Object.values(node)
      if (!Array.isArray(node)) count += members.length
      for (const member of members) if (typeof member === 'object' && member !== null) next.push(member)
    }
    level = next
  }
  return count
}
