import { errorBody, errorCodes } from './oauth-error.ts'
import type { Refusal, RefusalName } from './refusal.ts'
import type { RefusalBody, Refusals } from './refusal-declaration.ts'
import { refusalMessages } from './refusal-messages.ts'
import { saidOf } from './refusal-places.ts'
import { filledTemplate, filledText, type Values } from './refusal-template.ts'
import { describeViolations, type Violation } from './violation.ts'

/** A refusal, and the `x-refusals` that have something to say of it, the nearest first. */
export interface Told {
  readonly refusal: Refusal
  readonly status: number
  readonly places: readonly Refusals[]
}

/** As many characters as a message has. */
const longestMessage = 2_000

/** What a refusal can be declared as, the narrowest name first. */
export function namesOf(refusal: Refusal): readonly RefusalName[] {
  const cause = 'cause' in refusal ? refusal.cause : undefined
  // What is said of `invalid` is said of violations.
  if (cause && 'violations' in refusal && refusal.violations.length === 0) return [cause]
  const isMissing = refusal.refusal === 'unauthenticated' && ['missing', 'required'].includes(refusal.fault)
  return [...(cause ? [cause] : []), ...(isMissing ? (['missing'] as const) : []), refusal.refusal]
}

/** The nearest `body` or `form`, there the one of the narrowest name. */
export function bodyFormOf({ refusal, places }: Omit<Told, 'status'>): RefusalBody | undefined {
  const names = namesOf(refusal)
  const all = places.flatMap((place) => [...names.map((name) => place[name]), place])
  return all.find((each) => each?.body !== undefined || each?.form === 'oauth')
}

/** A body in a declared form. */
export function bodyIn({ body, form }: RefusalBody, told: Told, uuid: () => string): unknown {
  const message = () => messageOf(told)
  if (form === 'oauth') return errorBody(errorCodeOf(told), message())
  const error = () => errorCodeOf(told)
  return filledTemplate(body, { ...valuesOf(told), message, error, uuid }, violationsOf(told.refusal))
}

/** The refusal in words: its own, else those of its narrowest name that has some. */
export function messageOf(told: Told): string {
  const { refusal, places } = told
  const own = 'detail' in refusal ? refusal.detail : undefined
  const texts = namesOf(refusal).map((name) => saidOf(places, [name], 'message') ?? refusalMessages[name])
  const text = texts.find((each) => each !== undefined) ?? refusalMessages[refusal.refusal]
  return (own ?? String(filledText(text, valuesOf(told)))).slice(0, longestMessage)
}

/** The names of the placeholders in a message. */
export const messageNames: readonly string[] = ['status', 'violations', 'limit', 'accept']

/** The names of those in a body, in addition to the ones of violations. */
export const bodyNames: readonly string[] = [...messageNames, 'message', 'error', 'uuid']

function valuesOf({ refusal, status }: Told): Values {
  return {
    status: () => status,
    violations: () => describeViolations(violationsOf(refusal)),
    limit: () => ('limit' in refusal ? refusal.limit : undefined),
    accept: () => ('accept' in refusal ? refusal.accept.join(' or ') : undefined),
  }
}

function violationsOf(refusal: Refusal): readonly Violation[] {
  return 'violations' in refusal ? refusal.violations : []
}

function errorCodeOf({ refusal, places }: Told): string {
  const names = namesOf(refusal)
  const usual = violationsOf(refusal).some(isOtherGrant)
    ? errorCodes['unsupported-grant']
    : names.map((name) => errorCodes[name]).find((code) => code !== undefined)
  return saidOf(places, names, 'error') ?? usual ?? 'invalid_request'
}

/** A grant type that there is, but not in this contract. */
function isOtherGrant({ in: where, path, keyword }: Violation): boolean {
  return where === 'body' && path.join() === 'grant_type' && keyword === 'enum'
}
