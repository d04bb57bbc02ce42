import { hashSecret, isSameSecret } from '../../auth/secret.ts'

/** How a code challenge was made of its verifier (RFC 7636, 4.2). */
export const challengeMethods = ['S256', 'plain'] as const

type ChallengeMethod = (typeof challengeMethods)[number]

export interface CodeChallenge {
  readonly challenge: string
  readonly method: ChallengeMethod
}

/** Of challenges and verifiers alike (RFC 7636, 4.1 and 4.2). */
const grammar = /^[A-Za-z0-9._~-]{43,128}$/

/** The challenge of a request; undefined without one, and what is wrong with one. */
export function readChallenge(
  challenge: string | undefined,
  method: string | undefined,
): CodeChallenge | undefined | { readonly fault: string } {
  if (challenge === undefined) return method === undefined ? undefined : { fault: 'The code_challenge is missing' }
  if (!grammar.test(challenge)) return { fault: 'The code_challenge needs 43 to 128 characters of A-Z a-z 0-9 - . _ ~' }
  const known = challengeMethods.find((each) => each === (method ?? 'plain'))
  return known ? { challenge, method: known } : { fault: 'The code_challenge_method must be S256 or plain' }
}

/**
 * Whether a verifier is that of the challenge. Neither may be without the other: a verifier without a challenge shows that
 * the challenge was taken out of the request (RFC 9700, 2.1.1).
 */
export function isVerified(challenge: CodeChallenge | undefined, verifier: string | undefined): boolean {
  if (!challenge || verifier === undefined) return challenge === undefined && verifier === undefined
  if (!grammar.test(verifier)) return false
  return isSameSecret(challenge.method === 'plain' ? verifier : hashSecret(verifier), challenge.challenge)
}
