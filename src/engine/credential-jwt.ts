import { second } from '../auth/clock.ts'
import { claimsOf, type JwtRules, judgeJwt, signJwt } from '../auth/jwt.ts'
import type { Finding } from '../contract/finding.ts'
import type { Context } from '../served/api.ts'
import type { NewSecret } from '../store/secrets.ts'

/** What a token says of itself. */
interface Claimed {
  readonly claims: Readonly<Record<string, unknown>>
  /** In milliseconds; a token expires by the second. */
  readonly lifetime: number
}

type Signing = Pick<Context, 'clock' | 'keys' | 'random' | 'store'>

/** A token in the form of a JWT, and how long it lives by what it says. */
export async function credentialJwt(
  { claims, lifetime }: Claimed,
  context: Signing,
): Promise<Required<Pick<NewSecret, 'lifetime' | 'secret'>>> {
  const { clock, random } = context
  const iat = Math.trunc(clock() / second)
  const exp = iat + Math.trunc(lifetime / second)
  const all = { ...claims, iat, exp, jti: random(16).toString('base64url') }
  return { lifetime: exp * second - clock(), secret: await signJwt(all, await rulesOf(context)) }
}

/** The claims of a token whose contract declares none. */
export function usualClaims(subject: string, scopes: readonly string[]): Readonly<Record<string, unknown>> {
  return { sub: subject, ...(scopes.length > 0 && { scope: scopes.join(' ') }) }
}

/** Whose tokens are accepted: those of this API in this world, signed with the key of the installation. */
async function rulesOf({ keys, store: { scope } }: Pick<Context, 'keys' | 'store'>): Promise<JwtRules> {
  const { api, world } = scope
  return {
    key: await keys.hmacKey(`${api} access token`),
    issuer: api,
    audience: world === '' ? api : `${api}~${world}`,
  }
}

/** Why a text is no token that was signed here, or that it is past its end; undefined for one that may be in the ledger. */
export async function jwtFault(
  token: string,
  { what, expected }: { readonly what: string; readonly expected: string },
  context: Pick<Context, 'clock' | 'keys' | 'store'>,
): Promise<{ readonly fault: 'expired' | 'unknown'; readonly finding?: Finding } | undefined> {
  // Most are API keys, which cost neither a key nor an error.
  if (token.split('.', 4).length !== 3) return { fault: 'unknown', finding: { is: 'misshapen', expected } }
  const rules = await rulesOf(context)
  const verdict = await judgeJwt(token, rules, context.clock)
  if (verdict === 'valid') return undefined
  if (verdict === 'expired') return { fault: verdict }
  const claims = claimsOf(token)
  if (!claims) return { fault: verdict, finding: { is: 'misshapen', expected } }
  const finding = claims.aud === rules.audience ? { is: 'forged', what } : { is: 'foreign', what, of: 'world' }
  return { fault: verdict, finding: finding as Finding }
}
