import type { ContractDocument } from '../../contract/document.ts'
import { methods } from '../../contract/operation.ts'
import type { Loaded } from './load.ts'

/** A contract, and what is served of it. */
type Served = Pick<Loaded, 'own' | 'read'>

/** How many operations or schemes are named. */
const mostNamed = 3

/** What a contract that was read again changes, in one line: `added GET /teas; changed POST /orders; scheme added: key`. */
export function changesBetween(before: Served, after: Served): string {
  const operations = compared(operationsOf(before.read.document), operationsOf(after.read.document))
  const schemes = compared(schemesOf(before), schemesOf(after))
  const parts = [
    ...(['added', 'removed', 'changed'] as const).map((what) => listed(`${what} `, operations[what])),
    ...(['added', 'removed', 'changed'] as const).map((what) => listed(`scheme ${what}: `, schemes[what])),
  ].filter((part) => part !== '')
  return parts.length > 0 ? parts.join('; ') : 'nothing that is served changed'
}

export function listed(what: string, names: readonly string[]): string {
  if (names.length === 0) return ''
  const shown = names.length > mostNamed + 1 ? names.slice(0, mostNamed) : names
  const left = names.length - shown.length
  return `${what}${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`
}

type Described = ReadonlyMap<string, string>

function compared(before: Described, after: Described) {
  const names = [...new Set([...before.keys(), ...after.keys()])]
  return {
    added: names.filter((name) => !before.has(name)),
    removed: names.filter((name) => !after.has(name)),
    changed: names.filter((name) => before.has(name) && after.has(name) && before.get(name) !== after.get(name)),
  }
}

function schemesOf({ own }: Served): Described {
  return new Map(own.report.schemes.map(({ name, how, place }) => [name, `${how} ${place}`]))
}

/** Every operation with all that it refers to, as text. */
function operationsOf(document: ContractDocument): Described {
  const references = new References(document)
  const described = Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method.toLowerCase()]
      if (operation === undefined) return []
      const text = JSON.stringify([item.parameters, operation, document.security])
      return [[`${method} ${path}`, text + references.behind(text)] as const]
    }),
  )
  return new Map(described)
}

/** The components of a document as text, each made once. */
class References {
  readonly #document: ContractDocument
  readonly #texts = new Map<string, string>()

  constructor(document: ContractDocument) {
    this.#document = document
  }

  /** Everything that a text refers to, directly or not, in a settled order. */
  behind(text: string): string {
    const found = new Set(referencesIn(text))
    for (const $ref of found) for (const next of referencesIn(this.#text($ref))) found.add(next)
    return [...found].map(($ref) => this.#text($ref)).join()
  }

  #text($ref: string): string {
    const known = this.#texts.get($ref)
    if (known !== undefined) return known
    const [, , kind = '', name = ''] = $ref.split('/')
    const components = this.#document.components as
      | Readonly<Record<string, Readonly<Record<string, unknown>>>>
      | undefined
    const text = JSON.stringify(components?.[kind]?.[decodeURIComponent(name)]) ?? ''
    this.#texts.set($ref, text)
    return text
  }
}

function referencesIn(text: string): readonly string[] {
  return [...text.matchAll(/"\$ref":"(#\/components\/[^"]+)"/g)].flatMap(([, $ref]) => $ref ?? [])
}
