import type { SecurityRequirement } from '../contract/document.ts'
import type { Refusal } from '../contract/refusal.ts'
import { type Exchange, operationOf } from './exchange.ts'
import type { Fault, Reading } from './scheme-reader.ts'

/** Who is asking, by the alternatives of the operation in their order. */
export async function authenticate<Context>(exchange: Exchange<Context>): Promise<Refusal | undefined> {
  const { accepts } = exchange.api.definition
  if (accepts === undefined) return judgeFirstSent(exchange)
  return satisfyAny(exchange, accepts === 'any' ? [] : accepts)
}

/** The first alternative of which a credential was sent decides, with those that require other roles of the same schemes. */
async function judgeFirstSent<Context>(exchange: Exchange<Context>): Promise<Refusal | undefined> {
  let missing: Refusal | undefined
  let forbidden: { readonly schemes: string; readonly refusal: Forbidden } | undefined
  for (const alternative of operationOf(exchange).security) {
    const schemes = Object.keys(alternative).join(' ')
    if (forbidden && forbidden.schemes !== schemes) continue
    const refusal = await readAll(exchange, alternative)
    if (!refusal) return undefined
    if (refusal.refusal === 'forbidden')
      forbidden = { schemes, refusal: forbidden ? eitherRole(forbidden.refusal, refusal) : refusal }
    else if (isMissing(refusal)) missing ??= refusal
    else return refusal
  }
  return forbidden?.refusal ?? missing
}

type Forbidden = Extract<Refusal, { refusal: 'forbidden' }>

/** What is said of the first of two alternatives, with both roles where each requires another. */
function eitherRole<Kind extends Refusal>(first: Kind, other: Refusal): Kind {
  if (first.refusal !== 'forbidden' || other.refusal !== 'forbidden') return first
  const [one, two] = [first.finding, other.finding]
  if (one?.is !== 'wrong-role' || two?.is !== 'wrong-role') return first
  return { ...first, finding: { ...one, wanted: `${one.wanted} or ${two.wanted}` } }
}

/** An alternative that was not satisfied, and how far it got. */
type Failed = Pick<Exchange<unknown>, 'scheme' | 'reading' | 'finding'> & {
  readonly refusal: Refusal
  readonly progress: number
}

/**
 * One alternative that is satisfied is enough (OpenAPI 3.1.1, 4.8.30). If none is, the refusal is of the one that got
 * furthest. `{}` is for requests without a credential: a wrong one is refused.
 */
async function satisfyAny<Context>(
  exchange: Exchange<Context>,
  precedence: readonly string[],
): Promise<Refusal | undefined> {
  let furthest: Failed | undefined
  for (const alternative of byPrecedence(operationOf(exchange).security, precedence)) {
    const isOpen = Object.keys(alternative).length === 0
    if (isOpen && furthest && furthest.progress > progressOf.missing) break
    exchange.finding = undefined
    const refusal = await readAll(exchange, alternative)
    if (!refusal) return undefined
    if (endsAll.has(refusal.refusal)) return refusal
    if (!isMissing(refusal) && rankOf(alternative, precedence) < precedence.length) return refusal
    const { scheme, reading, finding } = exchange
    const progress = progressIn(exchange, alternative, refusal)
    if (!furthest || progress > furthest.progress) furthest = { refusal, progress, scheme, reading, finding }
    else if (progress === furthest.progress)
      furthest = { ...furthest, refusal: eitherRole(furthest.refusal, refusal), finding: furthest.finding ?? finding }
  }
  if (!furthest) return undefined
  const { refusal, progress, ...found } = furthest
  Object.assign(exchange, found)
  return refusal
}

function byPrecedence(
  security: readonly SecurityRequirement[],
  precedence: readonly string[],
): readonly SecurityRequirement[] {
  return security.toSorted((one, other) => rankOf(one, precedence) - rankOf(other, precedence))
}

/** Where the first scheme of an alternative stands among those that decide alone; after all of them if it is none. */
function rankOf(alternative: SecurityRequirement, precedence: readonly string[]): number {
  const rank = precedence.indexOf(Object.keys(alternative)[0] ?? '')
  return rank < 0 ? precedence.length : rank
}

/** What is refused whatever else the request carries. */
const endsAll: ReadonlySet<string> = new Set<Refusal['refusal']>(['throttled', 'unavailable', 'conflict'])

/** How far a credential got before it was refused. */
const progressOf = {
  unserved: 0,
  missing: 1,
  incomplete: 2,
  required: 2,
  malformed: 3,
  unknown: 4,
  'not-allowed': 5,
  revoked: 6,
  expired: 7,
  forbidden: 8,
} as const

function progressIn<Context>(
  { scheme }: Exchange<Context>,
  alternative: SecurityRequirement,
  refusal: Refusal,
): number {
  if (refusal.refusal !== 'unauthenticated')
    return 'finding' in refusal && refusal.finding?.is === 'unserved' ? progressOf.unserved : progressOf.forbidden
  const isLater = Object.keys(alternative)[0] !== scheme
  return progressOf[refusal.fault === 'missing' && isLater ? 'incomplete' : refusal.fault]
}

/** Reads the credentials that are needed together; the last of them says who is asking. */
async function readAll<Context>(
  exchange: Exchange<Context>,
  alternative: SecurityRequirement,
): Promise<Refusal | undefined> {
  // One of several credentials that are needed together says nothing of who asks for something else.
  exchange.caller = undefined
  let set: string | undefined
  for (const [name, scopes] of Object.entries(alternative)) {
    const reading = await schemeOf(exchange, name).read(exchange.context, scopes)
    exchange.scheme = name
    exchange.reading = reading
    if ('caller' in reading) {
      if (set !== undefined && reading.set !== undefined && reading.set !== set) return mixed(exchange, name, reading)
      set ??= reading.set
      exchange.caller = reading.caller
    } else if ('refusal' in reading) return reading
    else {
      if (reading.finding) exchange.finding = reading.finding
      return unauthenticated(exchange, name, reading)
    }
  }
  return undefined
}

/** Each credential is good, but they were not issued together. */
function mixed<Context>(exchange: Exchange<Context>, name: string, reading: Reading<unknown>): Refusal {
  const { caller, ...rest } = reading as Reading<unknown> & { readonly caller?: unknown }
  exchange.caller = undefined
  exchange.reading = { ...rest, fault: 'not-allowed' }
  exchange.finding = { is: 'foreign', what: 'credential', of: 'set' }
  return unauthenticated(exchange, name, { fault: 'not-allowed' })
}

function unauthenticated<Context>(
  exchange: Exchange<Context>,
  name: string,
  { fault, headers, challenge = schemeOf(exchange, name).challenge }: Fault,
): Refusal {
  return { refusal: 'unauthenticated', challenge, fault, scheme: name, ...(headers && { headers }) }
}

function isMissing(refusal: Refusal): boolean {
  return refusal.refusal === 'unauthenticated' && refusal.fault === 'missing'
}

function schemeOf<Context>({ api }: Exchange<Context>, name: string) {
  const scheme = api.definition.schemes[name]
  if (!scheme) throw new TypeError(`"${api.definition.id}" has no reader for the scheme "${name}"`)
  return scheme
}
