import type { ProvidedIdentity } from '../../served/identity-providers.ts'
import type { Account, Identity } from '../../store/account.ts'
import type { ApiStore } from '../../store/api-store.ts'

/** A provider's user is known by issuer and subject (OpenID Connect Core 1.0, 2). */
export function provided({ issuer, subject }: ProvidedIdentity): Identity {
  return { kind: 'oidc', value: `${issuer} ${subject}` }
}

/** The account of a provider's user; the first login with a verified address links it, once for each issuer. */
export async function providedAccount(
  identity: ProvidedIdentity,
  { accounts }: Pick<ApiStore, 'accounts'>,
): Promise<Account | undefined> {
  const { issuer, email, emailVerified } = identity
  const known = await accounts.identify(provided(identity))
  if (known) return known.account
  if (email === undefined || !emailVerified) return undefined
  const candidate = await accounts.identify({ kind: 'login', value: email })
  if (!candidate) return undefined
  const linked = await accounts.identities(candidate.account.id, 'oidc')
  if (linked.some((value) => value.startsWith(`${issuer} `))) return undefined
  const added = await accounts.addIdentity(candidate.account.id, provided(identity))
  return added ? candidate.account : undefined
}
