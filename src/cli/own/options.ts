import { idForm, reservedIds } from '../../config/api-id.ts'
import type { AuthMode } from '../../ways/auth-mode.ts'
import { Failure, UsageFailure } from '../failure.ts'

/** How contracts of one's own are served. */
export interface OwnOptions {
  readonly name?: string
  readonly auth: AuthMode
  readonly protect: readonly string[]
  readonly allowRefs?: boolean
  /** Overlays of the contract, in the order in which they apply. */
  readonly overlay?: readonly string[]
}

/** Where an API gets its id from, to be told when it cannot have it. */
interface Claim {
  readonly id: string
  /** The file or address. */
  readonly file: string
  readonly isNamed: boolean
}

/** Refuses an id that is no part of an address, or that something else has. */
export function checkId(
  { id, file, isNamed }: Claim,
  builtIn: readonly string[],
  taken: ReadonlyMap<string, string>,
): void {
  if (!idForm.test(id))
    throw new UsageFailure(`--name must be lower-case letters, digits and hyphens, such as "my-api"; it is "${id}"`)
  const remedy = isNamed ? 'choose another --name' : 'give it another one with --name'
  const owner = builtIn.includes(id) ? 'a built-in API' : reservedIds.includes(id) ? 'a page of the server' : undefined
  if (owner !== undefined) throw new Failure(`${file}: the name "${id}" is that of ${owner}; ${remedy}`)
  const other = taken.get(id)
  if (other !== undefined)
    throw new Failure(`${other} and ${file} would both be served as "${id}"; start one of them by itself, with --name`)
}
