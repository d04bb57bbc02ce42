import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose'

/** The claims of a JWT, unverified; undefined for anything else. */
export function claimsOf(text: string): ReturnType<typeof decodeJwt> | undefined {
  try {
    return decodeJwt(text)
  } catch {
    return undefined
  }
}

/** Copies of a JWT that its issuer did not sign, by the mistake that would accept each (RFC 8725, 2 and 3). */
export async function forgeriesOf(jwt: string): Promise<readonly string[]> {
  const [head = '', payload = '', signature = ''] = jwt.split('.')
  const header = { ...decodeProtectedHeader(jwt) }
  const claims = decodeJwt(jwt)
  const unsigned = (changes: object) => `${encoded({ ...header, ...changes })}.${payload}.`
  return [
    `${head}.${payload}.`,
    `${head}.${payload}`,
    unsigned({ alg: 'none' }),
    unsigned({ alg: 'None' }),
    `${unsigned({ alg: 'none' })}${signature}`,
    `${head}.${encoded({ ...claims, sub: `${claims.sub ?? ''}0` })}.${signature}`,
    `${head}.${encoded({ ...claims, exp: (claims.exp ?? 0) + 3_600 })}.${signature}`,
    ...(await Promise.all(
      ['secret', '\0'].map((key) => signed(claims, { ...header, alg: 'HS256' }, Buffer.from(key))),
    )),
    ...(await signedByItself(claims, header)),
  ]
}

/** By a key that the token itself brings or names (RFC 8725, 3.10). */
async function signedByItself(claims: object, header: object): Promise<string[]> {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const jwk = await exportJWK(publicKey)
  const secret = { kty: 'oct', k: 'AAAA' }
  return Promise.all([
    signed(claims, { ...header, alg: 'RS256', jwk }, privateKey),
    signed(claims, { ...header, alg: 'RS256', jku: 'http://127.0.0.1:9/keys', kid: 'mine' }, privateKey),
    signed(claims, { ...header, alg: 'HS256', jwk: secret }, Buffer.from(secret.k, 'base64url')),
    // An empty file, where `kid` is taken for a path.
    signed(claims, { ...header, alg: 'HS256', kid: '../../../../dev/null' }, Buffer.from('\0')),
  ])
}

function signed(claims: object, header: JWTHeaderParameters, key: Parameters<SignJWT['sign']>[0]): Promise<string> {
  return new SignJWT({ ...claims }).setProtectedHeader(header).sign(key)
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
