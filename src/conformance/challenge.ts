import type { Answer } from './answer.ts'
import { challengesOf, type SentChallenge } from './header-fields.ts'

/** A challenge as it is documented. */
export interface DocumentedChallenge {
  readonly scheme: 'Basic' | 'Bearer' | 'APIKey'
  /** What its parameters may be, by name; `undefined` where it is optional. Other parameters are allowed. */
  readonly parameters?: Readonly<Record<string, readonly (string | undefined)[]>>
}

/** Throws a Deviation unless one of an answer's challenges is one of the documented. */
export function isChallenged(answer: Answer, ...documented: readonly DocumentedChallenge[]): void {
  const lines = answer.all('www-authenticate')
  const sent = challengesOf(lines)
  answer.holds(
    `the challenge ${documented.map(inWords).join(' or ')}`,
    sent.some((one) => documented.some((each) => isLike(one, each))),
    lines.join(', '),
  )
}

/** Throws a Deviation unless two answers have the same challenges. */
export function hasChallengeOf(answer: Answer, other: Answer): void {
  const [expected, received] = [other, answer].map((each) => challengesOf(each.all('www-authenticate')))
  answer.is('the challenge', expected, received)
}

function isLike({ scheme, parameters }: SentChallenge, documented: DocumentedChallenge): boolean {
  return (
    scheme === documented.scheme.toLowerCase() &&
    Object.entries(documented.parameters ?? {}).every(([name, values]) => {
      // The name of a charset knows no letter case (RFC 7617, 2.1).
      const value = name === 'charset' ? parameters[name]?.toUpperCase() : parameters[name]
      return values.includes(value)
    })
  )
}

function inWords({ scheme, parameters = {} }: DocumentedChallenge): string {
  const words = Object.entries(parameters).map(([name, values]) => {
    const told = values.map((value) => (value === undefined ? `no ${name}` : `${name}="${value}"`))
    return told.join(' or ')
  })
  return [scheme, ...words].join(', ')
}
