import type { ConfigFault } from './fault.ts'

/** A value from the environment, and how the file says it. */
interface Taken {
  readonly value: string
  readonly written: string
}

/** A value whose texts have the values of environment variables. */
export interface Substituted {
  readonly value: unknown
  readonly faults: readonly ConfigFault[]
  /** A text in which values from the environment are as the file says them. */
  readonly hide: (text: string) => string
  /** Whether a text of the value has one from the environment. */
  readonly isHidden: (text: string) => boolean
}

/** Replaces `${NAME}` and `${NAME:-default}` in all texts of a value; names of members stay as they are. */
export function substitute(root: unknown, environment: NodeJS.ProcessEnv): Substituted {
  const faults: ConfigFault[] = []
  const taken: Taken[] = []
  const replaced = (node: unknown, path: readonly string[]): unknown => {
    if (Array.isArray(node)) return node.map((item, at) => replaced(item, [...path, String(at)]))
    if (typeof node === 'object' && node !== null)
      return Object.fromEntries(Object.entries(node).map(([name, member]) => [name, replaced(member, [...path, name])]))
    if (typeof node !== 'string') return node
    const read = withValues(node, environment)
    taken.push(...read.taken)
    faults.push(...read.problems.map((message) => ({ path, message })))
    return read.text
  }
  const value = replaced(root, [])
  const hidden = new Set(taken.map((each) => each.value))
  return { value, faults, hide: hiding(taken), isHidden: (text) => hidden.has(text) }
}

/** A literal `${`, or a variable; without its end, it is no variable. */
const token = /\$\$\{|\$\{([^}]*)(\}?)/g

const variable = /^([A-Za-z_]\w*)(?::-(.*))?$/s

function withValues(written: string, environment: NodeJS.ProcessEnv) {
  const problems: string[] = []
  const taken: Taken[] = []
  const text = written.replaceAll(token, (whole, inner: string | undefined, end: string) => {
    if (inner === undefined) return '${'
    const [, name, otherwise] = (end !== '' && variable.exec(inner)) || []
    if (name === undefined) {
      problems.push(`"${whole}" is not a variable; ${forms}`)
      return whole
    }
    const value = environment[name] || (otherwise ?? environment[name])
    if (value === undefined) problems.push(unset(name))
    else if (value !== otherwise) taken.push({ value, written: whole })
    return value ?? whole
  })
  return { text, problems, taken: taken.length > 0 ? [...taken, { value: text, written }] : taken }
}

const forms = 'write ${NAME}, ${NAME:-a default}, or $${ for a literal ${'

function unset(name: string): string {
  return `The environment variable ${name} is not set; set it, or give it a default: \${${name}:-…}`
}

/** Shorter values are hidden only where they are quoted, since they are parts of other words. */
const shortest = 4

/** Long values first: one can be a part of another. */
function hiding(taken: readonly Taken[]): Substituted['hide'] {
  const values = taken
    // In an address, a value is encoded.
    .flatMap(({ value, written }) => [value, encodeURI(value.toWellFormed())].map((each) => ({ value: each, written })))
    .filter(({ value }) => value !== '')
    .sort((one, other) => other.value.length - one.value.length)
  return (text) =>
    values.reduce((shown, { value, written }) => {
      const isShort = value.length < shortest
      return shown.replaceAll(isShort ? `"${value}"` : value, () => (isShort ? `"${written}"` : written))
    }, text)
}
