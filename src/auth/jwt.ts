import { type CryptoKey, errors, type JWTPayload, jwtVerify, SignJWT } from 'jose'
import { type Clock, second } from './clock.ts'

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

/**
 * `valid`, `expired`, or `unknown` for anything this installation did not sign (RFC 8725, 3.1: one algorithm, all
 * claims required, keys named in the header ignored). No leeway: a token is dead at its `exp`.
 */
export async function judgeJwt(
  token: string,
  { key, issuer, audience }: JwtRules,
  now: Clock,
): Promise<'valid' | 'expired' | 'unknown'> {
  try {
    await jwtVerify(token, key, {
      algorithms: ['HS256'],
      typ: 'JWT',
      issuer,
      audience,
      requiredClaims: ['sub', 'iat', 'exp', 'jti'],
      currentDate: new Date(Math.trunc(now() / second) * second),
      clockTolerance: 0,
    })
    return 'valid'
  } catch (error) {
    if (error instanceof errors.JWTExpired) return 'expired'
    if (error instanceof errors.JOSEError) return 'unknown'
    throw error
  }
}
