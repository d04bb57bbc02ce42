import type { Document } from '@redocly/openapi-core'
import { isExtension, isOpaque, type MapOfNames, mapAt } from '../contract/walk.ts'
import { hideReferences } from './data.ts'
import { isMappingRef } from './redocly.ts'

/** A part of a file; `map` is whose names its members are, or `example` for an Example Object, which has data in it. */
export interface Part {
  readonly document: Document
  readonly path: readonly string[]
  readonly node: unknown
  readonly map: MapOfNames
}

/** A part that refers to another one. */
export interface Referrer extends Part {
  readonly $ref: string
}

type Members = Record<string, unknown>

/** Finds the references in parts of files, each node looked at once. */
export class ReferrerSearch {
  readonly #seen = new Set<unknown>()
  /** Data and extensions, by what they belong to. */
  readonly #values: (readonly [owner: Members, key: string])[] = []

  within({ document, ...part }: Part): Referrer[] {
    const found: Referrer[] = []
    const path = [...part.path]
    const add = (node: unknown, map: MapOfNames, $ref: unknown) => {
      if (typeof $ref === 'string') found.push({ document, path: [...path], node, map, $ref })
    }
    const visit = (node: unknown, map: MapOfNames): void => {
      if (typeof node !== 'object' || node === null || this.#seen.has(node)) return
      this.#seen.add(node)
      const isList = Array.isArray(node)
      const members = node as Members
      add(node, map, members.$ref)
      eachMember(members, path, (value, key) => {
        if (key === 'mapping' && typeof members.propertyName === 'string')
          eachMember(Object(value), path, (target) => isMappingRef(target as string) && add(target, '', target))
        else if (!isList && isData(key, value, map)) this.#values.push([members, key])
        else visit(value, isList ? '' : mapOfMember(key, map))
      })
    }
    visit(part.node, part.map)
    return found
  }

  /**
   * Hides the references in data and extensions, in place: they are values, but Redocly would fetch and inline what they
   * lead to. Parts of extensions that something refers to are descriptions like any other.
   */
  hideTheOthers(): void {
    for (const [owner, key] of this.#values) owner[key] = hideReferences(owner[key], this.#seen)
  }
}

function eachMember(node: object, path: string[], use: (value: unknown, key: string) => void): void {
  for (const [key, value] of Object.entries(node)) {
    path.push(key)
    use(value, key)
    path.pop()
  }
}

/** Named examples are Example Objects or references to them; a list of examples is data. */
function isData(key: string, value: unknown, map: MapOfNames): boolean {
  if (map === 'example') return key === 'value' || isExtension(key)
  return isOpaque(key, map) && !(map === '' && key === 'examples' && !Array.isArray(value))
}

function mapOfMember(key: string, map: MapOfNames): MapOfNames {
  if (map === 'examples') return 'example'
  return map === '' && key === 'examples' ? key : mapAt(key, map)
}
