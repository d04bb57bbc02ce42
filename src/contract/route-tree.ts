import { type Segment, segmentsOf, valuesIn } from './path-template.ts'

/** A place in the tree of all paths, which are taken apart at their slashes. */
interface Node<Leaf> {
  readonly literals: Map<string, Node<Leaf>>
  /** Segments that hold values, the one with the most text around them first. */
  readonly templates: { readonly segment: Segment; readonly next: Node<Leaf> }[]
  leaf?: Leaf
}

/** Is shown what stands at a path that fits; undefined goes on to the next one. */
type Take<Leaf, Result> = (leaf: Leaf, values: readonly string[]) => Result | undefined

/**
 * Paths with templates. Templates that differ in their names alone are one path. A search takes time linear in the path:
 * it comes to each node once at most, by one way, and reads one segment there.
 */
export class RouteTree<Leaf> {
  readonly #root: Node<Leaf> = emptyNode()

  /** What stands at a path; it is put there first if nothing does. */
  at(path: string, make: () => Leaf): Leaf {
    const node = segmentsOf(path).reduce(childOf<Leaf>, this.#root)
    node.leaf ??= make()
    return node.leaf
  }

  /** Shows what fits a path, the most literal first: segment by segment text before values, then values with more text. */
  find<Result>(path: string, take: Take<Leaf, Result>): Result | undefined {
    return find(this.#root, path.split('/'), 0, [], take)
  }
}

function emptyNode<Leaf>(): Node<Leaf> {
  return { literals: new Map(), templates: [] }
}

function childOf<Leaf>({ literals, templates }: Node<Leaf>, segment: Segment): Node<Leaf> {
  const text = segment.pieces.join('{}')
  const known =
    segment.names.length === 0
      ? literals.get(text)
      : templates.find((template) => template.segment.pieces.join('{}') === text)?.next
  if (known) return known
  const next = emptyNode<Leaf>()
  if (segment.names.length === 0) literals.set(text, next)
  else {
    templates.push({ segment, next })
    templates.sort((one, other) => literalLength(other.segment) - literalLength(one.segment))
  }
  return next
}

function literalLength({ pieces }: Segment): number {
  return pieces.join('').length
}

function find<Leaf, Result>(
  node: Node<Leaf>,
  segments: readonly string[],
  at: number,
  values: readonly string[],
  take: Take<Leaf, Result>,
): Result | undefined {
  const segment = segments[at]
  if (segment === undefined) return node.leaf && take(node.leaf, values)
  const literal = node.literals.get(segment)
  const found = literal && find(literal, segments, at + 1, values, take)
  if (found) return found
  for (const { segment: template, next } of node.templates) {
    const taken = valuesIn(segment, template.pieces)
    const below = taken && find(next, segments, at + 1, [...values, ...taken], take)
    if (below) return below
  }
  return undefined
}
