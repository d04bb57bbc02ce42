import { second } from '../auth/clock.ts'
import { signJwt } from '../auth/jwt.ts'
import type { Context } from '../served/api.ts'
import type { NewSecret } from '../store/secrets.ts'

/** What a token says of itself. */
interface Claimed {
  /** The id of the API that issues it. */
  readonly api: string
  /** The account or the client that it acts for. */
  readonly subject: string
  readonly scopes: readonly string[]
  /** In milliseconds; a token expires by the second. */
  readonly lifetime: number
}

/** A token in the form of a JWT, and how long it lives by what it says. */
export async function credentialJwt(
  { api, subject, scopes, lifetime }: Claimed,
  { clock, keys, random }: Pick<Context, 'clock' | 'keys' | 'random'>,
): Promise<Required<Pick<NewSecret, 'lifetime' | 'secret'>>> {
  const iat = Math.trunc(clock() / second)
  const exp = iat + Math.trunc(lifetime / second)
  const claims = {
    ...{ sub: subject, iat, exp, jti: random(16).toString('base64url') },
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
  }
  const rules = { key: await keys.hmacKey(`${api} credential`), issuer: api, audience: api }
  return { lifetime: exp * second - clock(), secret: await signJwt(claims, rules) }
}
