import { inspect } from 'node:util'
import { type Challenges, challengeHeader } from '../contract/challenge.ts'
import type { Contract } from '../contract/contract.ts'
import type { ContractDocument, CorsPolicy } from '../contract/document.ts'
import { isWebOrigin } from '../contract/origin-policy.ts'
import type { RefusalForm } from '../contract/refusal.ts'

/** A contract as far as everything here relies on it. */
export function documentOf(contract: unknown): ContractDocument {
  const { openapi, info, paths } = (contract ?? {}) as Partial<ContractDocument>
  if (typeof openapi === 'string' && info && paths) return contract as ContractDocument
  throw new TypeError('The contract is not an OpenAPI document: give the bundled one that "latchkey generate" wrote')
}

/** Every scheme that an operation asks for needs somebody who reads it. */
export function checkSchemes({ title, operations }: Contract, schemes: object): void {
  const wanted = new Set(operations.flatMap(({ security }) => security.flatMap((names) => Object.keys(names))))
  const unread = [...wanted].filter((name) => !Object.hasOwn(schemes, name))
  if (unread.length > 0) throw new TypeError(`"${title}" has no reader for the security scheme ${unread.join(', ')}`)
}

/** What cannot be sent would otherwise be found out when somebody is asked for a credential. */
export function checkChallenges(schemes: object, { loginChallenge = [] }: RefusalForm): void {
  const challenges = Object.values(schemes as Readonly<Record<string, { readonly challenge: Challenges }>>)
  for (const challenge of [loginChallenge, challenges.map(({ challenge }) => challenge)].flat(2))
    challengeHeader(challenge, 'missing')
}

/** A limit that is a text or a fraction would be compared to sizes somehow, and one of 0 would refuse every body. */
export function checkBodyLimit(limit: number | undefined): void {
  if (limit === undefined || (Number.isSafeInteger(limit) && limit > 0)) return
  throw new RangeError(`The body limit ${inspect(limit)} has to be a whole number of bytes from 1, such as 16384`)
}

/** Origins are compared exactly, so one that is not written as browsers write it would never match. */
export function checkOrigin(origin: string): void {
  if (isWebOrigin(origin)) return
  const written = URL.parse(origin)?.origin ?? ''
  throw new TypeError(
    isWebOrigin(written)
      ? `The origin "${origin}" has to be written as browsers send it: "${written}"`
      : `"${origin}" is not an origin: write one such as "https://app.example.com"`,
  )
}

const policies: readonly string[] = ['any', 'allow-list', 'own'] satisfies readonly CorsPolicy['origins'][]

/** An unknown policy would refuse every page, and a list would have no effect unless the contract asks for one. */
export function checkCors({ title, cors }: Contract, allowed: readonly string[]): void {
  if (!policies.includes(cors.origins))
    throw new TypeError(`"x-cors" of "${title}" has the origins ${inspect(cors.origins)}: write any, allow-list or own`)
  if (allowed.length > 0 && cors.origins !== 'allow-list')
    throw new TypeError(
      `"allowedOrigins" does nothing: write "x-cors: { origins: allow-list, credentials: true, requestHeaders: [Authorization, Content-Type] }" into the contract of "${title}"`,
    )
}
