import type { Contract, Operation } from '../contract/contract.ts'
import type { OperationObject } from '../contract/document.ts'
import { fileName } from './words.ts'

/** Operations whose handlers stand in one file. */
export interface HandlerGroup {
  /** The name of the file, without its ending. */
  readonly name: string
  /** What the file exports. */
  readonly variable: string
  readonly operations: readonly Operation[]
}

/** More would make a file that nobody wants to read. */
const mostOperations = 20

/** Fewer are not worth a file of their own. */
const fewestOperations = 5

/** The groups of a contract: by tag, and where a tag has too many, by path. */
export function handlerGroups({ document, operations }: Contract): readonly HandlerGroup[] {
  const byTag = Map.groupBy(operations, (operation) => fileName(tagOf(document, operation)))
  const parts = [...byTag].flatMap(([name, tagged]) => split(name, tagged, 0))
  const taken = new Set<string>()
  return parts.map(([wanted, part]) => {
    const name = free(wanted || 'operations', taken)
    taken.add(name)
    return { name, variable: variableOf(name), operations: part }
  })
}

function tagOf({ paths }: Contract['document'], { path, method }: Operation): string {
  const { tags = [] } = (paths[path]?.[method.toLowerCase()] ?? {}) as Partial<OperationObject>
  return String(tags[0] ?? '')
}

type Part = readonly [name: string, operations: readonly Operation[]]

/** By the words of the paths, from left to right, as long as there are too many; parts that would be small stay together. */
function split(name: string, operations: readonly Operation[], depth: number): readonly Part[] {
  if (operations.length <= mostOperations) return [[name, operations]]
  const byWord = Map.groupBy(operations, ({ path }) => wordsOf(path)[depth])
  if (byWord.size === 1 && !byWord.has(undefined)) return split(name, operations, depth + 1)
  const large = [...byWord].flatMap(([word, part]) =>
    word !== undefined && part.length >= fewestOperations ? [{ word, part }] : [],
  )
  const taken = new Set(large.flatMap(({ part }) => part))
  return [
    ...chunks(
      name,
      operations.filter((operation) => !taken.has(operation)),
    ),
    ...large.flatMap(({ word, part }) => split(joined(name, fileName(word)), part, depth + 1)),
  ]
}

/** What the paths do not tell apart. */
function chunks(name: string, operations: readonly Operation[]): readonly Part[] {
  const starts = operations.flatMap((_, index) => (index % mostOperations === 0 ? [index] : []))
  return starts.map((start) => [name, operations.slice(start, start + mostOperations)])
}

function wordsOf(path: string): readonly string[] {
  return path.split('/').filter((segment) => segment !== '' && !segment.includes('{'))
}

function joined(name: string, segment: string): string {
  return [name, segment].filter((part) => part !== '').join('-')
}

function free(name: string, taken: ReadonlySet<string>): string {
  let [candidate, count] = [name, 1]
  while (taken.has(candidate)) candidate = `${name}-${++count}`
  return candidate
}

/** `access-tokens` as a variable that no keyword is: `accessTokensHandlers`. */
function variableOf(name: string): string {
  const words = name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()).replaceAll('-', '_')
  return `${/^\p{ID_Start}/u.test(words) ? '' : '_'}${words}Handlers`
}
