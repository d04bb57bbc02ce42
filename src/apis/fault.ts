import type { CredentialFault } from '../contract/refusal.ts'
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

/** Why a secret does not hold: the fault the client is told, and the reason for those who run the server. */
export function faultOf(found: Found | undefined): { readonly fault: CredentialFault; readonly reason: string } {
  if (!found) return { fault: 'unknown', reason: 'never handed out here' }
  return {
    fault: faults[found.state],
    reason: `${found.secret.kind} ${found.state} since ${new Date(found.since).toISOString()}`,
  }
}
