import { createContext, runInContext } from 'node:vm'
import { exec } from 'jsonpath-rfc9535'
import parse from 'jsonpath-rfc9535/parser'
import { nearest } from '../../contract/nearest.ts'
import { isObject } from './places.ts'

/** Why a text is no JSONPath, and at which of its characters. */
interface PathFault {
  readonly message: string
  readonly offset: number
}

/** What is wrong with a JSONPath (RFC 9535); undefined if nothing is. */
export function pathFault(path: string): PathFault | undefined {
  try {
    parse(path)
    return undefined
  } catch (error) {
    const { found, location } = error as ParserError
    const offset = location?.start.offset ?? 0
    return { message: `"${path}" is not a JSONPath: ${complaint(path, found)}`, offset }
  }
}

/** What the parser throws; `found` is null at the end of the text. */
interface ParserError {
  readonly found?: string | null
  readonly location?: { readonly start: { readonly offset: number } }
}

function complaint(path: string, found: string | null | undefined): string {
  if (!path.startsWith('$')) return 'it must begin with "$", which is the contract'
  if (typeof found !== 'string') return 'it ends too early'
  if (found === '=') return 'to compare, write "=="'
  return `"${found}" is unexpected; write names that are not plain words as ['name']`
}

/** A query that takes too long. */
export class TooSlow extends Error {}

/** Queries can take time exponential in their length, and so can their regular expressions. */
const patience = 5_000
const guarded = createContext({ run: () => {} })

/** The parts of a document that a JSONPath selects, each once, by their keys. */
export function select(root: object, path: string, milliseconds = patience): readonly (readonly string[])[] {
  const found = new Map<string, readonly string[]>()
  const run = () =>
    exec(root as never, path, (_, location) => {
      const keys = location.map((key) => (typeof key === 'number' ? String(key) : unescaped(key)))
      found.set(JSON.stringify(keys), keys)
    })
  // Without filters and descendants it takes no longer than reading the document does.
  if (/\.\.|\?/.test(path)) limited(run, milliseconds)
  else run()
  return [...found.values()]
}

function limited(run: () => void, timeout: number): void {
  try {
    runInContext('run()', Object.assign(guarded, { run }), { timeout })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    throw new TooSlow(
      `takes longer than ${timeout / 1000} seconds; name the way to the target, without ".." and filters`,
    )
  }
}

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

/** The name that a normalized path stands for (RFC 9535, 2.7). */
function unescaped(key: string): string {
  return key.replace(/\\(?:u([0-9a-f]{4})|(.))/g, (_, code?: string, letter = '') =>
    code === undefined ? (escapes[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16)),
  )
}

/** Why a JSONPath selects nothing, as far as its names say: `paths has no "/order"; did you mean "/orders"?` */
export function missing(root: object, path: string): string | undefined {
  let nodes: readonly unknown[] = [root]
  let owner = 'the contract'
  for (const { type, node } of parse(path).segments) {
    const name = type === 'ChildSegment' ? nameOf(node) : undefined
    if (name === undefined) return undefined
    const next = nodes.flatMap((each) => (Object.hasOwn(Object(each), name) ? [Object(each)[name] as unknown] : []))
    if (next.length === 0) return absent(name, owner, nodes)
    nodes = next
    owner = `"${name}"`
  }
  return undefined
}

/** The one name that a segment selects. */
function nameOf(node: Segment): string | undefined {
  if (node.type === 'MemberNameShorthand') return node.value
  const [selector, ...others] = node.type === 'BracketedSelection' ? node.selectors : []
  return selector?.type === 'NameSelector' && others.length === 0 ? selector.value : undefined
}

type Segment = ReturnType<typeof parse>['segments'][number]['node']

function absent(name: string, owner: string, nodes: readonly unknown[]): string {
  const { $ref } = Object(nodes[0]) as { readonly $ref?: unknown }
  if (typeof $ref === 'string') return `${owner} is a reference to "${$ref}"; change what it refers to`
  const near = nearest(name, nodes.filter(isObject).flatMap(Object.keys))
  return `${owner} has no "${name}"${near === undefined ? '' : `; did you mean "${near}"?`}`
}
