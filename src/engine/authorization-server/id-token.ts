import { SignJWT } from 'jose'
import { second } from '../../auth/clock.ts'
import type { Context } from '../../served/api.ts'
import type { Account } from '../../store/accounts.ts'
import type { Issued } from '../../store/secrets.ts'
import { issuerOf } from './endpoints.ts'
import { algorithm, halfHash, signingKey } from './signing-key.ts'

/** What an ID token says of a login. */
export interface Login {
  readonly account: Account
  readonly nonce?: string | undefined
  /** When the user signed in. */
  readonly authTime: number
}

/** An ID token (OpenID Connect Core 1.0, 2), which lives as long as the access token that it comes with. */
export async function idToken(
  { account, nonce, authTime }: Login,
  { plain, secret, lifetime }: Issued & { readonly lifetime: number },
  context: Context,
): Promise<string> {
  const { id, key } = await signingKey(context)
  const claims = {
    ...claimsOf(account),
    auth_time: seconds(authTime),
    at_hash: halfHash(plain),
    ...(nonce !== undefined && { nonce }),
  }
  return new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm, kid: id, typ: 'JWT' })
    .setIssuer(issuerOf(context.place))
    .setAudience(secret.client ?? '')
    .setIssuedAt(seconds(secret.issued))
    .setExpirationTime(seconds(secret.issued + lifetime))
    .sign(key)
}

/** The user, in ID tokens and user information. */
export function claimsOf({ id, email, name }: Account) {
  return { sub: id, email, name }
}

export function seconds(moment: number): number {
  return Math.trunc(moment / second)
}
