import { challenges } from '../../../generated/khe/server.ts'
import type { Refusal } from '../../contract/refusal.ts'
import { refuse } from '../../contract/refusal-causes.ts'
import type { Account } from '../../store/accounts.ts'

/** The refusal of a client that is not configured (KH-26). */
export function unknownClient(client: string) {
  return refuse('unknown-client', { finding: { is: 'unknown-client', client } })
}

/** Whoever is not of the staff is refused exactly like somebody who sends no credential (KH-35). */
export function refuseUnlessStaff({
  email,
  role,
}: Account): Extract<Refusal, { refusal: 'unauthenticated' }> | undefined {
  if (role === 'staff' || role === 'admin') return undefined
  const finding = { is: 'wrong-role', subject: email, role, wanted: 'staff or admin' } as const
  return { refusal: 'unauthenticated', challenge: challenges.basic, fault: 'not-allowed', finding }
}
