import { isToken } from './http-token.ts'

/**
 * The ways a credential can fail, as a reader tells them apart; only some are told to the client. One that is `missing`
 * lets the next alternative of the contract decide, one that is `required` does not.
 */
export type CredentialFault = 'missing' | 'required' | 'malformed' | 'unknown' | 'expired' | 'revoked' | 'not-allowed'

/** What a 401 asks for (RFC 9110, 11.6.1): a scheme with its parameters, which are quoted as they have to be. */
export interface Challenge {
  /** The name of any authentication scheme, such as `Digest` or `DPoP`. */
  readonly scheme: 'Basic' | 'Bearer' | 'APIKey' | (string & {})
  readonly realm?: string
  /** What a bearer token must be good for, separated by spaces (RFC 6750, 3). */
  readonly scope?: string
  /** The other parameters of the scheme, such as `algs` of DPoP. */
  readonly parameters?: Readonly<Record<string, string>>
}

/** One challenge, or several that the client may choose from. */
export type Challenges = Challenge | readonly Challenge[]

/** Why a request was refused: for its credential, or for what the credential is not good for. */
export type ChallengeReason = CredentialFault | 'insufficient-scope'

const bearerErrors: Readonly<Record<ChallengeReason, readonly [error: string, description: string] | undefined>> = {
  missing: undefined,
  required: undefined,
  malformed: ['invalid_token', 'The credential is malformed'],
  unknown: ['invalid_token', 'The credential is unknown'],
  expired: ['invalid_token', 'The credential has expired'],
  revoked: ['invalid_token', 'The credential was withdrawn'],
  'not-allowed': ['invalid_token', 'The credential is not accepted here'],
  'insufficient-scope': ['insufficient_scope', 'The credential does not allow this'],
}

/** The parameters that a scheme says without quotes (RFC 7616, 3.3). */
const unquoted: ReadonlyMap<string, ReadonlySet<string>> = new Map([['digest', new Set(['algorithm', 'stale'])]])

export const quotable = /^[\t\x20-\x7e\x80-\xff]*$/
const scopes = /^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/

/**
 * A `WWW-Authenticate` value. Bearer says why once a credential was sent, and carries no error code when none was
 * (RFC 6750, 3 and 3.1); Basic names its charset (RFC 7617, 2.1).
 *
 * @throws TypeError if it could not be sent as it is.
 */
export function challengeHeader(challenge: Challenge, reason: ChallengeReason): string {
  const { scheme } = challenge
  if (!isToken(scheme)) throw new TypeError(`"${scheme}" is not an authentication scheme: write one such as "Bearer"`)
  const parameters = parametersOf(challenge, reason)
  // All others are our own.
  if (challenge.parameters) checkNames(challenge, Object.keys(challenge.parameters))
  if (challenge.realm === undefined && isScheme(challenge, 'basic'))
    throw new TypeError(`The challenge ${scheme} needs a realm (RFC 7617, 2)`)
  const written = parameters.map(([name, value]) => `${name}=${writtenValue(scheme, name, value)}`)
  return written.length === 0 ? scheme : `${scheme} ${written.join(', ')}`
}

/** The challenges of a scheme that can say that a credential is good, but not for this (RFC 6750, 3.1). */
export function bearerChallenges(challenges: Challenges): readonly Challenge[] {
  return [challenges].flat().filter((challenge) => isScheme(challenge, 'bearer'))
}

function isScheme({ scheme }: Challenge, name: string): boolean {
  return scheme.toLowerCase() === name
}

type Parameters = readonly (readonly [name: string, value: string])[]

function parametersOf(challenge: Challenge, reason: ChallengeReason): Parameters {
  const { realm, scope, parameters } = challenge
  const own = parameters ? Object.entries(parameters) : []
  const lacks = (wanted: string) => own.every(([name]) => name.toLowerCase() !== wanted)
  const [error, description] = (isScheme(challenge, 'bearer') && lacks('error') && bearerErrors[reason]) || []
  const named: readonly (readonly [string, string | undefined])[] = [
    ['realm', realm],
    ['charset', isScheme(challenge, 'basic') && lacks('charset') ? 'UTF-8' : undefined],
    ['scope', scope],
    ['error', error],
    ['error_description', description],
  ]
  return [...named.filter((pair): pair is Parameters[number] => pair[1] !== undefined), ...own]
}

function checkNames({ scheme, realm, scope }: Challenge, names: readonly string[]): void {
  const wrong = names.find((name) => !isToken(name))
  if (wrong !== undefined)
    throw new TypeError(`The challenge ${scheme} has a parameter "${wrong}", which is not a name`)
  const given = [...(realm === undefined ? [] : ['realm']), ...(scope === undefined ? [] : ['scope'])]
  const folded = [...given, ...names.map((name) => name.toLowerCase())]
  const twice = folded.find((name, at) => folded.indexOf(name) < at)
  if (twice !== undefined) throw new TypeError(`The challenge ${scheme} has the parameter "${twice}" twice`)
}

/** Quoted, since few schemes say which parameters may go without. */
function writtenValue(scheme: string, name: string, value: string): string {
  const isPlain = unquoted.get(scheme.toLowerCase())?.has(name.toLowerCase())
  const isSendable = isPlain ? isToken(value) : (name === 'scope' ? scopes : quotable).test(value)
  if (!isSendable) throw new TypeError(`The challenge ${scheme} has a "${name}" that cannot be sent`)
  return isPlain ? value : `"${value.replaceAll(/["\\]/g, '\\$&')}"`
}
