import { type RefusalCause, refusalCauses } from './causes.ts'
import type { Finding } from './finding.ts'
import type { Refusal, RefusalName } from './refusal.ts'

/** The refusal of a cause. */
export type RefusalFor<Cause extends RefusalCause> = Extract<
  Refusal,
  { readonly refusal: (typeof refusalCauses)[Cause] }
>

/** `refuse('unknown-client', { finding })`: a refusal by its cause. */
export function refuse<Cause extends RefusalCause>(
  cause: Cause,
  more: { readonly finding?: Finding; readonly limit?: number } = {},
): RefusalFor<Cause> {
  const refusal = refusalCauses[cause]
  // Of all kinds, only this one needs more than its name.
  return { refusal, cause, ...(refusal === 'invalid' && { violations: [] }), ...more } as unknown as RefusalFor<Cause>
}

/** The kinds that say something of the request, so that no other refusal can look like them. */
const detailed = ['method', 'too-large', 'media-type', 'headers-too-large', 'throttled', 'unavailable'] as const

/** The refusals that others can look like. */
export type SeenAs = Exclude<RefusalName, (typeof detailed)[number]>

export function canBeSeen(name: RefusalName): name is SeenAs {
  return !(detailed as readonly string[]).includes(name)
}

/** A refusal of which nothing but its name is known. */
export function plainRefusal(name: Exclude<SeenAs, 'missing' | 'unauthenticated'>): Refusal {
  if (isCause(name)) return refuse(name)
  return name === 'invalid' ? { refusal: name, violations: [] } : { refusal: name }
}

function isCause(name: RefusalName): name is RefusalCause {
  return Object.hasOwn(refusalCauses, name)
}
