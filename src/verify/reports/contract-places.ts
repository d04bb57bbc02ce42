import { readFileSync } from 'node:fs'
import { isMap, isScalar, LineCounter, type ParsedNode, parseDocument } from 'yaml'
import type { Operation } from '../../contract/contract.ts'
import type { OwnContract } from '../subject.ts'

/** A line and a column of a file, both counted from 1. */
interface Position {
  readonly line: number
  readonly column: number
}

/** Where the operations of a user's contract are written. */
export interface ContractPlaces {
  /** An absolute path, or an address. */
  readonly file: string
  /** Undefined where the file cannot be read, as at an address. */
  positionOf(operation: string | null): Position | undefined
}

/** Undefined for a built-in API, whose contract is not a file of the user. */
export function contractPlaces(own: OwnContract | undefined): ContractPlaces | undefined {
  const file = own?.file
  if (own === undefined || file === undefined) return undefined
  const find = finderIn(file)
  return {
    file,
    positionOf: (id) => find(own.contract.operations.find((operation) => operation.id === id)),
  }
}

type Find = (operation: Operation | undefined) => Position | undefined

function finderIn(file: string): Find {
  const text = textOf(file)
  if (text === undefined) return () => undefined
  const lineCounter = new LineCounter()
  const { contents } = parseDocument(text, { lineCounter, prettyErrors: false })
  return (operation) => {
    const { line, col } = lineCounter.linePos(offsetOf(contents, operation))
    return { line, column: col }
  }
}

/** The contract was read already; its file may be gone by now, or at an address. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** Where the deepest part begins that the file itself has: the method, else the path, else the file. */
function offsetOf(contents: ParsedNode | null, operation: Operation | undefined): number {
  const names = operation ? ['paths', operation.path, operation.method.toLowerCase()] : []
  let [node, offset]: [unknown, number] = [contents, 0]
  for (const name of names) {
    const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && key.value === name) : undefined
    if (!pair || !isScalar(pair.key)) return offset
    node = pair.value
    offset = pair.key.range?.[0] ?? offset
  }
  return offset
}
