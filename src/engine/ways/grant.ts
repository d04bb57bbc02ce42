import type { Refusal } from '../../contract/refusal.ts'
import type { Context } from '../../served/api.ts'
import type { Account } from '../../store/account.ts'
import type { Secrets } from '../../store/secrets.ts'
import type { Claim, NamedClient, Proven } from './claim.ts'
import { scopesOf } from './claim.ts'
import { endFormer } from './former-session.ts'
import { type IssuedByWay, issuePrepared, type Prepared, prepare } from './issue.ts'
import { limitReached } from './room.ts'
import { shownAgain } from './sealed.ts'

/** What a login issues, made before the store is asked for anything; what an account has from elsewhere is shown again. */
export function prepareGrant(
  { ways, given }: Pick<Claim, 'ways' | 'given'>,
  client: NamedClient,
  account: Account | undefined,
  context: Context,
): Promise<readonly Prepared[]> {
  const issuing = ways.filter(({ life }) => life.issuedAt === 'login')
  const holder = { ...client, ...(account && { subject: account.id, account }) }
  return prepare(issuing, holder, scopesOf(given), context)
}

/** Issues what was made for a login, within a unit, and finds what is shown with it. */
export async function grant(
  { ways }: Pick<Claim, 'ways'>,
  prepared: readonly Prepared[],
  account: Account | undefined,
  secrets: Secrets,
  context: Context,
): Promise<Proven | Refusal> {
  const full = account && (await limitReached(ways, account.id, secrets))
  if (full) return full
  await endFormer(ways, secrets, context)
  const issued = await issuePrepared(prepared, secrets)
  const shown = account ? await shownWith(ways, account, secrets, context) : []
  return { ways, account, issued: [...issued, ...shown] }
}

async function shownWith(
  ways: Claim['ways'],
  { id }: Account,
  secrets: Secrets,
  { store: { scope } }: Context,
): Promise<readonly IssuedByWay[]> {
  const found: IssuedByWay[] = []
  for (const way of ways.filter(({ life }) => life.issuedAt !== 'login')) {
    const credential = await shownAgain(way, id, { secrets, scope })
    if (credential) found.push({ way, credential, refresh: undefined })
  }
  return found
}
