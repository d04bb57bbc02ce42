import { refuse } from '../../contract/refusal-causes.ts'
import type { Account } from '../../store/accounts.ts'

/** A user who may not enter an account, one text for an account that exists and one that does not (NS-29, NS-44). */
export function notEntitled({ email: subject }: Account, to: string | undefined) {
  return refuse('not-entitled', { finding: { is: 'not-entitled', subject, to } })
}
