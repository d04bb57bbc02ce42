import type { CauseOf, RefusalCause } from './causes.ts'
import {
  bearerChallenges,
  type ChallengeReason,
  type Challenges,
  type CredentialFault,
  challengeHeader,
} from './challenge.ts'
import type { Operation } from './contract.ts'
import type { Finding } from './finding.ts'
import type { Violation } from './violation.ts'

/**
 * A request that was refused for a reason that every API shares. The API puts it into its own error form; the status is
 * fixed here, except those of `invalid` (400 or 422) and `wrong-login` (400 or 401), which differ between the APIs.
 */
export type Refusal =
  | {
      readonly refusal: 'invalid'
      readonly violations: readonly Violation[]
      readonly cause?: CauseOf<'invalid'>
      readonly finding?: Finding
    }
  | {
      readonly refusal: 'unauthenticated'
      /** An empty list stands for that of the scheme whose credential was read. */
      readonly challenge: Challenges
      readonly fault: CredentialFault
      /** The security scheme of the credential. */
      readonly scheme?: string
      /** Headers that go with the refusal, such as a cookie taken back. */
      readonly headers?: Readonly<Record<string, string>>
      readonly finding?: Finding
    }
  | { readonly refusal: 'wrong-login'; readonly cause?: CauseOf<'wrong-login'>; readonly finding?: Finding }
  | { readonly refusal: 'origin' }
  | {
      /** The credential is good, but not for this: the caller may never do it, or needs more. */
      readonly refusal: 'forbidden'
      readonly cause?: CauseOf<'forbidden'>
      /** Why, for the client, in the words of the API. */
      readonly detail?: string
      /** What a bearer token must be good for, separated by spaces (RFC 6750, 3.1). */
      readonly scope?: string
      /** The challenge of the credential; default: that of its scheme. Only Bearer has one for this. */
      readonly challenge?: Challenges
      readonly finding?: Finding
    }
  | {
      /** What is there does not let it happen, such as a name that is taken (RFC 9110, 15.5.10). */
      readonly refusal: 'conflict'
      readonly cause?: CauseOf<'conflict'>
      readonly detail?: string
      /** How many there may be, of what there are too many. */
      readonly limit?: number
      readonly finding?: Finding
    }
  | { readonly refusal: 'not-found'; readonly cause?: CauseOf<'not-found'>; readonly finding?: Finding }
  | { readonly refusal: 'method'; readonly allow: readonly string[] }
  | { readonly refusal: 'too-large'; readonly limit: number }
  | {
      readonly refusal: 'media-type'
      readonly accept: readonly string[]
      /** Where it is the content coding that is not taken. */
      readonly encodings?: readonly string[]
    }
  | { readonly refusal: 'misdirected' }
  | { readonly refusal: 'headers-too-large'; readonly limit: number }
  | { readonly refusal: 'throttled'; readonly retryAfter: number }
  | { readonly refusal: 'unexpected'; readonly cause?: CauseOf<'unexpected'>; readonly finding?: Finding }
  | { readonly refusal: 'not-implemented' }
  | { readonly refusal: 'unavailable'; readonly retryAfter: number }

/** What a request is told whose headers are too large, cookies most of the time. */
export const headersTooLargeDetail = 'The headers are larger than 16 KiB; delete cookies of this host'

/** What a host that is not this server's is told: names are added when it is started. */
export const misdirectedDetail = 'This server does not serve that host; start it with --allow-host NAME to add one'

export type RefusalKind = Refusal['refusal']

/** What a contract can declare of: kinds, causes, and `missing`, an `unauthenticated` where nothing was sent. */
export type RefusalName = RefusalKind | RefusalCause | 'missing'

/** What a handler answers that is yet to be written: a 501 (RFC 9110, 15.6.2) that no contract has to document. */
export const notImplemented = { refusal: 'not-implemented' } as const satisfies Refusal
export type NotImplemented = typeof notImplemented

/** The status of each refusal, but for those whose status is the API's (see {@link RefusalForm}). */
export const refusalStatus = {
  unauthenticated: 401,
  origin: 403,
  forbidden: 403,
  'not-found': 404,
  method: 405,
  conflict: 409,
  'too-large': 413,
  'media-type': 415,
  misdirected: 421,
  throttled: 429,
  'headers-too-large': 431,
  unexpected: 500,
  'not-implemented': 501,
  unavailable: 503,
} as const satisfies Record<Exclude<RefusalKind, keyof OwnStatuses>, number>

/** The statuses an API may choose from for what the others answer otherwise. */
export interface OwnStatuses {
  readonly invalid: 400 | 422
  readonly 'wrong-login': 400 | 401
}

/** How one API words its refusals. */
export interface RefusalForm {
  /** 400 by RFC 9110; 422 where the vendor's framework says so. */
  readonly invalidStatus: OwnStatuses['invalid']
  /** 401 unless the vendor says otherwise. */
  readonly loginStatus?: OwnStatuses['wrong-login']
  /** The statuses of a single operation, where they differ. */
  statusesOf?(operation: Operation): OwnStatuses
  /** The challenge of a refused login, whose operation has no security scheme to take it from. */
  readonly loginChallenge?: Challenges
  /**
   * The media type of refusals that their operation does not document, or documents in this type among others.
   * Default: `application/json`.
   */
  readonly mediaType?: string
  /**
   * The body of a refusal in the API's own error form: a value, a text where the media type is text, HTML or XML, or
   * nothing. `operation` is the id of the one that was asked for, for an API that has more forms than one, and `random` is
   * for one that gives each answer a mark of its own.
   */
  body(refusal: Refusal, operation: string | undefined, random: RandomBytes): unknown
  /** Instead of `body`, for an API whose contract has the words: what is sent as it is, whatever its schema says. */
  documented?(
    refusal: Refusal,
    status: number,
    operation: Operation | undefined,
    random: RandomBytes,
  ): DocumentedRefusal
  /** Where a contract declares how a refusal looks at an operation; it wins over the statuses and the challenge above. */
  look?(refusal: Refusal, operation: Operation | undefined): RefusalLook
  /** Makes a documented example an answer of its own, for an API that gives each answer a mark. */
  renew?(example: unknown, random: RandomBytes): unknown
}

/** What a client sees of a refusal, but for its body. */
export interface RefusalLook {
  /** The refusal that it looks like, most of the time itself. */
  readonly refusal: Refusal
  readonly status: number
  /** What a 401 asks for. */
  readonly challenge?: Challenges
}

/** The body of a refusal as a contract has it; without a media type there is none. */
export interface DocumentedRefusal {
  readonly mediaType?: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** A source of random bytes. */
export type RandomBytes = (bytes: number) => Uint8Array

interface RenderedRefusal {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly body: unknown
}

/** Puts a refusal into an API's form, with the headers its status demands. */
export function renderRefusal(
  refusal: Refusal,
  form: RefusalForm,
  random: RandomBytes,
  operation?: Operation,
): RenderedRefusal {
  const look = form.look?.(refusal, operation) ?? usualLook(refusal, form, operation)
  const { refusal: seen, status } = look
  const headers = refusalHeaders(look)
  if (!form.documented) return { status, headers, body: form.body(seen, operation?.id, random) }
  const { mediaType, body, headers: others } = form.documented(seen, status, operation, random)
  return {
    status,
    headers: { ...without(headers, others), ...headers, ...(mediaType && { 'Content-Type': mediaType }) },
    body,
  }
}

/** The headers whose names are not among others, however they are spelled. */
function without(others: object, headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  const names = new Set(Object.keys(others).map((name) => name.toLowerCase()))
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.has(name.toLowerCase())))
}

function usualLook(refusal: Refusal, form: RefusalForm, operation: Operation | undefined): RefusalLook {
  const status = statusOf(refusal.refusal, form, operation)
  if (refusal.refusal === 'unauthenticated') return { refusal, status, challenge: refusal.challenge }
  const { loginChallenge } = form
  return { refusal, status, ...(refusal.refusal === 'wrong-login' && loginChallenge && { challenge: loginChallenge }) }
}

function statusOf(kind: RefusalKind, form: RefusalForm, operation: Operation | undefined): number {
  const usual: OwnStatuses = { invalid: form.invalidStatus, 'wrong-login': form.loginStatus ?? 401 }
  return usualStatus(kind, (operation && form.statusesOf?.(operation)) ?? usual)
}

/** The status of a kind of refusal, where those that differ between APIs are these. */
export function usualStatus(kind: RefusalKind, own: OwnStatuses): number {
  const known = { ...refusalStatus, ...own }
  if (!Object.hasOwn(known, kind)) throw new TypeError(`${JSON.stringify(kind)} is not a kind of refusal`)
  return known[kind]
}

function refusalHeaders({ refusal, challenge }: RefusalLook): Record<string, string | string[]> {
  const asked = challengeHeaders(challenge, refusal.refusal === 'unauthenticated' ? refusal.fault : 'missing')
  return { ...headersOf(refusal), ...asked }
}

function headersOf(refusal: Refusal): Record<string, string | string[]> {
  switch (refusal.refusal) {
    case 'unauthenticated':
      return { ...refusal.headers }
    case 'forbidden':
      return challengeHeaders(insufficient(refusal), 'insufficient-scope')
    case 'method':
      return { Allow: refusal.allow.join(', ') }
    case 'media-type':
      return {
        Accept: refusal.accept.join(', '),
        ...(refusal.encodings && { 'Accept-Encoding': refusal.encodings.join(', ') }),
      }
    case 'too-large':
    case 'misdirected':
    case 'headers-too-large':
      return { Connection: 'close' }
    case 'throttled':
    case 'unavailable':
      return { 'Retry-After': String(refusal.retryAfter) }
    default:
      return {}
  }
}

/** A line for each, since a client that knows one scheme may not tell it from the parameters of another. */
function challengeHeaders(challenges: Challenges = [], reason: ChallengeReason): Record<string, string | string[]> {
  const [first, ...others] = [challenges].flat().map((challenge) => challengeHeader(challenge, reason))
  if (first === undefined) return {}
  return { 'WWW-Authenticate': others.length > 0 ? [first, ...others] : first }
}

function insufficient({ challenge = [], scope }: Extract<Refusal, { refusal: 'forbidden' }>): Challenges {
  return bearerChallenges(challenge).map((each) => (scope === undefined ? each : { ...each, scope }))
}

/** What a refusal says of itself, or else what its API says of all of its kind. */
export function detailOf<Kind extends RefusalKind>(
  refusal: Extract<Refusal, { refusal: Kind }>,
  details: Readonly<Record<Kind, string>>,
): string {
  return ('detail' in refusal ? refusal.detail : undefined) ?? details[refusal.refusal]
}
