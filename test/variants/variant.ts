import { builtInIds } from '../../src/catalogue/built-in.ts'
import type { WireAnswer } from '../../src/conformance/http.ts'
import type { Break, Passing, Wire } from '../mutants/mutant.ts'

/** A backend that keeps its contract and has another habit than the reference server: no check may accuse it. */
export interface Variant {
  /** Unique, by what it does: `wait-as-a-date`. */
  readonly name: string
  /** The habit, and whose it is where it is known for it. */
  readonly title: string
  /** The APIs where it changes something. */
  readonly apis: readonly string[]
  /** What it does at one API; made anew for each server, since some remember what they said. */
  at(api: string): { readonly break?: Break; readonly wire?: Wire }
}

type Draft = Omit<Variant, 'apis' | 'at'> & { readonly apis?: readonly string[] }

export const everywhere: readonly string[] = builtInIds().filter((id) => id !== 'sandbox')

/** A variant that a proxy makes. */
export function onTheWire(draft: Draft, wire: (api: string) => Wire): Variant {
  return { apis: everywhere, ...draft, at: (api) => ({ wire: wire(api) }) }
}

/** A variant of answers alone. */
function answering(draft: Draft, change: (answer: WireAnswer, request: Passing) => WireAnswer): Variant {
  return onTheWire(draft, () => ({ answer: change }))
}

/** A variant of the header lines of answers. */
export function respelling(draft: Draft, change: (lines: Lines, request: Passing, status: number) => Lines): Variant {
  return answering(draft, (answer, request) => ({
    ...answer,
    headers: change(answer.headers, request, answer.status),
  }))
}

export type Lines = WireAnswer['headers']

/** A variant of the values of header fields, by their names in lower case. */
export function respellingFields(draft: Draft, fields: Readonly<Record<string, (value: string) => string>>): Variant {
  return respelling(draft, (lines) =>
    lines.map(([name, value]) => [name, fields[name.toLowerCase()]?.(value) ?? value]),
  )
}

/** A variant of the bodies of answers that are JSON. */
export function rewriting(draft: Draft, write: (body: unknown, answer: WireAnswer) => string): Variant {
  return answering(draft, (answer) =>
    isJson(answer) ? { ...answer, text: write(JSON.parse(answer.text), answer) } : answer,
  )
}

function isJson({ headers, text }: WireAnswer): boolean {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  return type.startsWith('application/json') && text !== ''
}
