import { define, isObject, type Place, type Places } from './places.ts'

/** What a value is to an overlay. */
export type Kind = 'object' | 'list' | 'value'

export function kindOf(value: unknown): Kind {
  if (Array.isArray(value)) return 'list'
  return isObject(value) ? 'object' : 'value'
}

/** A value that does not fit what it is merged with, and where it stands. */
interface Misfit {
  readonly place: Place
  readonly message: string
}

type Members = Record<string, unknown>

/** Merges a value that stands at a place into what a target has at a key (Overlay 1.1, 4.4.3). */
export class Merge {
  readonly #places: Places
  readonly #count: () => void
  readonly misfits: Misfit[] = []

  constructor(places: Places, count: () => void) {
    this.#places = places
    this.#count = count
  }

  /** An object is merged with an object, anything is appended to a list, and a value replaces a value. */
  into(owner: object, key: string, value: unknown, place: Place): void {
    const before: unknown = (owner as Members)[key]
    const [there, here] = [kindOf(before), kindOf(value)]
    if (there === 'object' && here === 'object') this.members(before as object, value as object, place)
    else if (there === 'list' && here === 'list') this.append(before as unknown[], value as readonly unknown[], place)
    else if (there === 'value' && here === 'value') this.#set(owner, key, value, place)
    else this.misfits.push({ place, message: misfit(here, there) })
  }

  members(target: object, value: object, place: Place): void {
    for (const [key, member] of Object.entries(value)) {
      const at = { ...place, path: [...place.path, key] }
      if (Object.hasOwn(target, key)) this.into(target, key, member, at)
      else this.#set(target, key, member, at)
    }
  }

  append(list: unknown[], items: readonly unknown[], place: Place): void {
    for (const [index, item] of items.entries())
      this.add(list, item, { ...place, path: [...place.path, String(index)] })
  }

  add(list: unknown[], item: unknown, place: Place): void {
    this.#set(list, String(list.length), item, place)
  }

  #set(owner: object, key: string, value: unknown, place: Place): void {
    define(owner, key, this.#places.copyOf(value, this.#count))
    this.#places.setMember(owner, key, place)
  }
}

const names: Readonly<Record<Kind, string>> = { object: 'an object', list: 'a list', value: 'a single value' }

export function misfit(here: Kind, there: Kind): string {
  return `This is ${names[here]}, and the contract has ${names[there]} there; change it to ${names[there]}, or remove that first`
}
