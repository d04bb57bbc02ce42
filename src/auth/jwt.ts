import { type CryptoKey, decodeJwt, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { BoundedMap } from './bounded-map.ts'
import { type Clock, second } from './clock.ts'
import { hashSecret } from './secret.ts'

export interface JwtRules {
  readonly key: Uint8Array | CryptoKey
  readonly issuer: string
  readonly audience: string
}

/** Signs claims with HS256; times are seconds since the epoch (RFC 7519, 2). */
export async function signJwt(claims: JWTPayload, { key, issuer, audience }: JwtRules): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(issuer)
    .setAudience(audience)
    .sign(key)
}

/** What a token says of itself, unchecked and for people alone; undefined if it is no JWT. */
export function claimsOf(token: string): JWTPayload | undefined {
  try {
    return decodeJwt(token)
  } catch {
    return undefined
  }
}

type JwtVerdict = 'valid' | 'expired' | 'unknown'

/** The times of a token whose signature and form are valid; they are compared on every request. */
interface VerifiedTimes {
  readonly exp: number
  readonly nbf: number
}

/** A successful verification is cached with its key; it is not repeated. */
const verified = new WeakMap<JwtRules['key'], Map<string, VerifiedTimes>>()
const mostVerified = 1_000

/**
 * `valid`, `expired`, or `unknown` for anything this installation did not sign (RFC 8725, 3.1: one algorithm, all
 * claims required, keys named in the header ignored). No leeway: a token is dead at its `exp`.
 */
export async function judgeJwt(token: string, rules: JwtRules, now: Clock): Promise<JwtVerdict> {
  const seconds = Math.trunc(now() / second)
  const known = verified.get(rules.key) ?? new BoundedMap<string, VerifiedTimes>(mostVerified)
  const name = hashSecret(`${rules.issuer}\n${rules.audience}\n${token}`)
  const times = known.get(name)
  if (times) return verdictOf(times, seconds)
  const judged = await verify(token, rules, seconds)
  if (typeof judged === 'string') return judged
  verified.set(rules.key, known.set(name, judged))
  return 'valid'
}

function verdictOf({ exp, nbf }: VerifiedTimes, seconds: number): JwtVerdict {
  if (exp <= seconds) return 'expired'
  return nbf <= seconds ? 'valid' : 'unknown'
}

async function verify(
  token: string,
  { key, issuer, audience }: JwtRules,
  seconds: number,
): Promise<VerifiedTimes | 'expired' | 'unknown'> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['HS256'],
      typ: 'JWT',
      issuer,
      audience,
      requiredClaims: ['sub', 'iat', 'exp', 'jti'],
      currentDate: new Date(seconds * second),
      clockTolerance: 0,
    })
    return { exp: payload.exp ?? 0, nbf: payload.nbf ?? 0 }
  } catch (error) {
    if (error instanceof errors.JWTExpired) return 'expired'
    if (error instanceof errors.JOSEError) return 'unknown'
    throw error
  }
}
