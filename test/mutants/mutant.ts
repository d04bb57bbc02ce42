import type { Break } from '../../src/broken/breaking.ts'
import type { WireAnswer } from '../../src/conformance/http.ts'
import type { Tag } from '../../src/conformance/tags.ts'

export type { Break } from '../../src/broken/breaking.ts'

/** A request as it passes a proxy; `target` is path and query. */
export interface Passing {
  readonly method: string
  readonly target: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Buffer
}

/** What a proxy in front of a server does to what passes it; whatever is not said passes as it is. */
export interface Wire {
  readonly request?: (request: Passing) => Passing
  /** The longest header section that is let through, in bytes, if it is not Node's own limit. */
  readonly longestHeaders?: number
  /** `request` is as the client sent it. */
  readonly answer?: (answer: WireAnswer, request: Passing) => WireAnswer
  readonly delivery?: Delivery
}

/** How answers are sent; in one piece, at once, over connections that stay, unless something else is said. */
export interface Delivery {
  readonly inChunks?: true
  readonly closes?: true
  /** How long each answer takes, in milliseconds. */
  readonly takes?: number
}

/** A backend with one plausible mistake, which the suite of its API has to find. */
export interface Mutant {
  /** Unique: `khe/refresh-does-not-rotate`. */
  readonly id: string
  readonly api: string
  /** The kind of promise it breaks. */
  readonly kind: Tag
  /** What a reviewer would see in the diff. */
  readonly title: string
  /** The facts it breaks. */
  readonly facts: readonly [string, ...string[]]
  readonly break?: Break
  readonly wire?: Wire
}

/** A mutant of a table whose entries share an API; its name is unique there. */
export type Draft = Omit<Mutant, 'id' | 'api'> & { readonly name: string }

export function mutantsOf(api: string, drafts: readonly Draft[]): readonly Mutant[] {
  return drafts.map(({ name, ...rest }) => ({ id: `${api}/${name}`, api, ...rest }))
}
