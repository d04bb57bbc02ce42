import { iso } from '../auth/clock.ts'
import { headerOf, placeOf } from '../contract/credential-place.ts'
import { valuesOf } from '../contract/raw-headers.ts'
import type { Refusal, RefusalKind } from '../contract/refusal.ts'
import { describeViolations } from '../contract/violation.ts'
import { acceptedCredentials } from './accepted-credentials.ts'
import { listed, sayFinding } from './findings.ts'
import { isRefused, type Observed, type Presented } from './observed.ts'
import { ago, span } from './spans.ts'

type Said<Kind extends RefusalKind> = (refusal: Extract<Refusal, { refusal: Kind }>, observed: Observed) => string

const sentences: { readonly [Kind in RefusalKind]: Said<Kind> } = {
  invalid: ({ violations }) => `The request breaks the contract: ${describeViolations(violations)}`,
  unauthenticated: (_refusal, observed) => credentialReason(observed),
  'wrong-login': () => 'Name and password do not belong together',
  origin: (_refusal, observed) => originReason(observed),
  forbidden: documentedReason,
  conflict: documentedReason,
  'not-found': (_refusal, { method, place }) => `The contract has no path ${pathOf(place)} (${method})`,
  method: ({ allow }, { method, place }) => `${pathOf(place)} has no method ${method}; it has ${allow.join(', ')}`,
  'too-large': ({ limit }) => `The body is larger than ${limit} bytes`,
  'media-type': (refusal, observed) => mediaTypeReason(refusal, observed),
  misdirected: (_refusal, { sentHeaders }) =>
    `This server does not serve the host ${valuesOf(sentHeaders, 'host').join(', ')}; start it with --allow-host to add one`,
  'headers-too-large': ({ limit }) => `The headers are larger than ${limit} bytes`,
  throttled: ({ retryAfter }, { started }) =>
    `Too many tries failed: wait until ${iso(started + retryAfter * 1_000)}, ${span(retryAfter * 1_000)} from then`,
  unexpected: (_refusal, { deviation }) =>
    deviation === undefined
      ? 'The server failed; its log says how'
      : `The answer would have broken the contract: ${deviation}`,
  'not-implemented': () => 'The operation is not implemented yet',
  unavailable: () => 'The server is busy, or cannot reach its data',
}

/** A fault that refuses a call by itself, whatever the call presents. */
const refusingFault = /(?:^|, )((?:status|401-once|rate-limited)(?:=\d+)?)$/

/** Why a request was refused, in a sentence; undefined if it was not. */
export function reasonOf(observed: Observed): string | undefined {
  const { refusal, finding, started, status, deviation } = observed
  if (!isRefused(status)) return undefined
  if (deviation !== undefined) return sentences.unexpected({ refusal: 'unexpected' }, observed)
  const [, injected] = refusingFault.exec(observed.fault ?? '') ?? []
  if (injected !== undefined) return `The fault ${injected} refused it`
  if (finding) return sayFinding(finding, started)
  if (!refusal || ('cause' in refusal && refusal.cause)) return documentedReason(refusal, observed)
  const say = sentences[refusal.refusal] as (refusal: Refusal, observed: Observed) => string
  return say(refusal, observed)
}

function documentedReason(_refusal: unknown, { operation, status }: Observed): string {
  return operation?.responses.get(String(status))?.description ?? 'The operation refused it'
}

/** The path as it was asked for, with the API and the world in front of that of the contract. */
function pathOf({ mount, path }: Observed['place']): string {
  return `${mount}${path}`
}

function credentialReason(observed: Observed): string {
  const { presented, operation, api } = observed
  if (!presented || presented.fault === 'missing' || presented.fault === 'required')
    return `No credential was sent; ${operation ? `it takes ${acceptedCredentials(operation, api.contract)}` : 'it takes one'}`
  if (presented.fault === 'malformed') return malformedReason(presented, observed)
  if (presented.found) return deadReason(presented.found, observed)
  return sayFinding({ is: 'unknown', what: 'credential' }, observed.started)
}

function malformedReason({ scheme }: Presented, { api, sentHeaders }: Observed): string {
  const security = api.contract.securitySchemes[scheme]
  if (!security) return 'The credential has not the form it has to have'
  const lines = valuesOf(sentHeaders, headerOf(security))
  if (lines.length > 1) return `${placeOf(security)} is given ${lines.length} times; it has to stand once`
  const word = /^[A-Za-z]+(?= )/.exec(lines[0] ?? '')?.[0]
  const isOther = security.in === undefined && word !== undefined && word.toLowerCase() !== security.scheme
  if (isOther) return `Authorization has the scheme ${word}; it takes ${placeOf(security)}`
  return `The credential in ${placeOf(security)} has not the form it has to have`
}

function deadReason({ secret, state, since, account }: NonNullable<Presented['found']>, { started }: Observed): string {
  const what = secret.kind.replaceAll('-', ' ')
  if (state === 'disabled' && account) return sayFinding({ is: 'disabled', subject: account.email, since }, started)
  if (state === 'expired' && since !== secret.expires)
    return `The ${what} was not used for too long and died ${ago(since, started)}`
  return sayFinding({ is: 'dead', what, how: state, since }, started)
}

function originReason({ sentHeaders, origins }: Observed): string {
  const [origin] = valuesOf(sentHeaders, 'origin')
  if (origin === undefined)
    return `The call comes from a page of another site (Sec-Fetch-Site: ${valuesOf(sentHeaders, 'sec-fetch-site').join(', ')})`
  if (origins.origins === 'own') return `The origin ${origin} is not this server's own, and no other may call`
  return sayFinding({ is: 'not-listed', what: 'origin', value: origin, list: origins.allowed }, 0)
}

function mediaTypeReason(
  { accept, encodings }: Extract<Refusal, { refusal: 'media-type' }>,
  { sentHeaders }: Observed,
): string {
  const asked = encodings ? 'content-encoding' : 'content-type'
  const sent = valuesOf(sentHeaders, asked).join(', ')
  const name = encodings ? 'Content-Encoding' : 'Content-Type'
  return `The body ${sent === '' ? `has no ${name}` : `is ${sent}`}; it takes ${listed(encodings ?? accept)}${sent.includes('charset') ? ' in UTF-8' : ''}`
}
