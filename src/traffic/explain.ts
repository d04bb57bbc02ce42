import type { components } from '../../generated/sandbox/schema.ts'
import { iso } from '../auth/clock.ts'
import { pairsOf } from '../contract/raw-headers.ts'
import { describeViolation } from '../contract/violation.ts'
import { curlLine } from '../masking/curl.ts'
import { plainText } from '../masking/encoded-text.ts'
import { KnownSecrets } from '../masking/known-secrets.ts'
import { type Message, maskedMessage, shownText } from '../masking/message.ts'
import { plainPieces, secretsIn } from '../masking/pieces.ts'
import type { SecretNames } from '../masking/secret-names.ts'
import { targetPieces } from '../masking/target-pieces.ts'
import { credentialOf } from './credential.ts'
import { isRefused, type Observed } from './observed.ts'
import { reasonOf } from './reason.ts'

/** An exchange as the control API shows it. */
export type Exchange = components['schemas']['Exchange']

/** Puts an exchange into words, and every secret in it out of sight. */
export function explain(observed: Observed): Exchange {
  const { api, place } = observed
  const isSecret = api.secretNames()
  const request = { ...observed, origin: place.origin, path: `${place.mount}${place.path}`, search: place.search }
  const target = targetPieces(request, isSecret)
  const sent = maskedMessage(pairsOf(observed.sentHeaders), observed.sentBody, isSecret)
  const answered = maskedMessage(answeredLines(observed), observed.body, isSecret)
  const known = new KnownSecrets([...secretsIn([target]), ...sent.secrets, ...answered.secrets])
  return {
    id: String(observed.id),
    api: api.id,
    operation: observed.operation?.id ?? null,
    method: observed.method,
    path: shownText(target, known) || '/',
    status: observed.status ?? null,
    started: iso(observed.started),
    milliseconds: Math.round(observed.milliseconds * 1_000) / 1_000,
    credential: shownCredential(observed, known),
    refusal: refusalOf(observed),
    reason: shownReason(observed, isSecret, known),
    fault: observed.fault ?? null,
    verdict: verdictOf(observed, known),
    request: withOmitted(sent.show(known), observed),
    response: answered.show(known),
    curl: curlLine(request, isSecret, known),
  }
}

/** Its state is a word of ours, whatever in the exchange has the same text. */
function shownCredential(observed: Observed, known: KnownSecrets): Exchange['credential'] {
  const credential = credentialOf(observed)
  if (!credential) return null
  const { subject, claims, ...words } = credential
  return { ...words, ...known.hideInValue({ subject, ...(claims && { claims }) }) }
}

function refusalOf({ refusal, status, deviation }: Observed): Exchange['refusal'] {
  // An example that departs from its schema is sent all the same.
  if (deviation !== undefined && !isRefused(status)) return null
  // No handler of this server leaves anything open, so the control API has no word of its own for it.
  if (deviation !== undefined || refusal?.refusal === 'not-implemented') return 'unexpected'
  if (!refusal) return isRefused(status) ? 'documented' : null
  const { refusal: kind } = refusal
  const isOfOperation =
    kind === 'forbidden' || kind === 'conflict' || ('cause' in refusal && refusal.cause !== undefined)
  return isOfOperation ? 'documented' : kind
}

/** No more than is read; a contract may name hundreds of values that a member can have. */
function verdictOf({ refusal, deviation }: Observed, known: KnownSecrets): Exchange['verdict'] {
  const said = (texts: readonly string[]) =>
    texts.slice(0, mostFaults).map((text) => known.hideInText(text).slice(0, longestFault))
  const request = refusal?.refusal === 'invalid' ? refusal.violations.map(describeViolation) : []
  return { request: said(request), response: said(deviation === undefined ? [] : [deviation]) }
}

const mostFaults = 100
const longestFault = 1_000

function shownReason(observed: Observed, isSecret: SecretNames, known: KnownSecrets): string | null {
  const reason = reasonOf(observed)
  if (reason === undefined) return null
  return shownText(plainPieces(plainText(reason), isSecret), known).slice(0, longestReason)
}

const longestReason = 4_000

function answeredLines({ headers }: Observed): (readonly [string, string])[] {
  return Object.entries(headers).flatMap(([name, value]) => [value].flat().map((line) => [name, String(line)] as const))
}

function withOmitted({ headers, body }: Message, { omittedHeaders }: Observed): Message {
  if (omittedHeaders === 0) return { headers, body }
  return { headers: [...headers, ['…', `${omittedHeaders} more headers, which are not kept`]], body }
}
