import type { Source } from '@redocly/openapi-core'

/** A part of a file. */
export interface Place {
  readonly source: Source
  readonly path: readonly string[]
}

/** Where each part of a document stands that is made of several files. */
export class Places {
  readonly #objects = new WeakMap<object, Place>()
  /** Members that come from elsewhere than their object does. */
  readonly #members = new WeakMap<object, Map<string, Place>>()

  /** Remembers where the objects of a file stand, wherever they are moved to. */
  addFile(source: Source, parsed: unknown): void {
    const visit = (node: unknown, path: readonly string[]): void => {
      if (!isObject(node) || this.#objects.has(node)) return
      this.#objects.set(node, { source, path })
      for (const [key, member] of Object.entries(node)) visit(member, [...path, key])
    }
    visit(parsed, [])
  }

  setMember(owner: object, key: string, place: Place): void {
    const members = this.#members.get(owner) ?? new Map<string, Place>()
    this.#members.set(owner, members.set(key, place))
  }

  /** Where a part of the document stands; what no file has stands where its nearest owner does. */
  find(root: object, path: readonly string[], otherwise: Source): Place {
    let node: unknown = root
    let place = this.#objects.get(root) ?? { source: otherwise, path: [] }
    for (const key of path) {
      const owner = Object(node) as object
      node = Object.hasOwn(owner, key) ? (owner as Readonly<Record<string, unknown>>)[key] : undefined
      const own = isObject(node) ? this.#objects.get(node) : undefined
      place = this.#members.get(owner)?.get(key) ?? own ?? { ...place, path: [...place.path, key] }
    }
    return place
  }

  /** A copy of a value, of whose parts the same is known; `count` is told of each of them. */
  copyOf(value: unknown, count: () => void = () => {}): unknown {
    count()
    if (!isObject(value)) return value
    const isList = Array.isArray(value)
    const copy: object = isList ? [] : {}
    const [own, members] = [this.#objects.get(value), this.#members.get(value)]
    if (own) this.#objects.set(copy, own)
    if (members) this.#members.set(copy, new Map(members))
    if (isList) for (const item of value) (copy as unknown[]).push(this.copyOf(item, count))
    else for (const [key, member] of Object.entries(value)) define(copy, key, this.copyOf(member, count))
    return copy
  }
}

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Sets a member whatever it is called: an assignment to `__proto__` would do something else. */
export function define(owner: object, key: string, value: unknown): void {
  if (key !== '__proto__') (owner as Record<string, unknown>)[key] = value
  else Object.defineProperty(owner, key, { value, writable: true, enumerable: true, configurable: true })
}
