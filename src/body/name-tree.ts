/** What was sent under one name, and under the names below it. */
export interface NameTree<Sent> {
  readonly sent: Sent[]
  readonly members: Map<string, NameTree<Sent>>
}

export function newTree<Sent>(): NameTree<Sent> {
  return { sent: [], members: new Map() }
}

/** The place that names lead to, outermost first; it is made if it is not there yet. */
export function placeIn<Sent>(root: NameTree<Sent>, names: readonly string[]): NameTree<Sent> {
  return names.reduce(({ members }, name) => {
    const found = members.get(name) ?? newTree<Sent>()
    members.set(name, found)
    return found
  }, root)
}
