import type { CredentialFault } from '../contract/challenge.ts'
import type { Finding } from '../contract/finding.ts'
import type { Rotation } from '../store/families.ts'
import type { Found, SecretState } from '../store/secrets.ts'

const faults: Record<SecretState, CredentialFault> = {
  active: 'not-allowed',
  expired: 'expired',
  revoked: 'revoked',
  rotated: 'revoked',
  consumed: 'revoked',
  superseded: 'revoked',
  disabled: 'revoked',
}

/** Why a secret does not hold: the fault the client is told, and what the ledger says for those who run the server. */
export function faultOf(found: Found | undefined): {
  readonly fault: CredentialFault
  readonly found: Found | undefined
} {
  return { fault: found ? faults[found.state] : 'unknown', found }
}

/** The same of a secret that came in a body or a query. */
export function findingOf(what: string, found: Found | undefined): Finding {
  return found ? { is: 'dead', what, how: found.state, since: found.since } : { is: 'unknown', what }
}

/** Why a secret bought no successors; `of` is what a live one belongs to that was not shown beside it. */
export function rotationFinding(
  what: string,
  rotation: Exclude<Rotation, { result: 'rotated' }>,
  of: 'key' | 'client',
): Finding {
  const { found } = rotation
  if (rotation.result === 'replayed') {
    return { is: 'replayed', what, since: rotation.found.since, revoked: rotation.revoked }
  }
  return found?.state === 'active' ? { is: 'foreign', what, of } : findingOf(what, found)
}
