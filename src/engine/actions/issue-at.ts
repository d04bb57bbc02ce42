import type { Account } from '../../store/accounts.ts'
import type { Secrets } from '../../store/secrets.ts'
import type { EngineContract } from '../engine-contract.ts'
import { type IssuingContext, issueFor } from '../ways/issue.ts'

/** Moments of an account at which it gets credentials without a login, such as the keys it has once it is activated. */
type Moment = 'register' | 'activate'

/** Issues what an account gets at these moments. */
export async function issueAt(
  { ways }: Pick<EngineContract, 'ways'>,
  moments: readonly Moment[],
  account: Account,
  secrets: Secrets,
  context: IssuingContext,
): Promise<void> {
  const due = ways.filter(({ life }) => moments.some((moment) => moment === life.issuedAt))
  if (due.length > 0) await issueFor(due, { subject: account.id, account }, undefined, secrets, context)
}
