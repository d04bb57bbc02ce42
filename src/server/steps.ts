import type { Fault, Reading } from '../apis/api.ts'
import type { Operation } from '../contract/contract.ts'
import { isOriginAllowed, preflightHeaders } from '../contract/origin-policy.ts'
import type { CredentialFault, Refusal } from '../contract/refusal.ts'
import type { Violation } from '../contract/violation.ts'
import type { Presented } from '../traffic/observed.ts'
import { type BodyParser, bodyParsers } from './body.ts'
import type { Exchange, Outcome, Step } from './exchange.ts'
import { faultHeader } from './faults.ts'
import { bodyLimit, readBytes } from './read-bytes.ts'

/** One operation of the contract, or the API's own 404 or 405. OPTIONS goes on to the origin policy, which answers it. */
export const findOperation: Step = (exchange) => {
  const { request, place, api } = exchange
  const match = api.router.match(request.method, place.path)
  if (!match) return { refusal: 'not-found' }
  if ('allow' in match) return request.method === 'OPTIONS' ? undefined : { refusal: 'method', allow: match.allow }
  exchange.operation = match.operation
  exchange.params = match.params
  return undefined
}

/** Nothing is run for a page that may not call the API (Fetch standard); preflights are answered here. */
export const keepOrigins: Step = ({ request, place, api, origins, isSteerable }) => {
  const {
    origin,
    'sec-fetch-site': fetchSite,
    'sec-fetch-mode': fetchMode,
    'sec-fetch-dest': fetchDest,
  } = request.headers
  const signs = { method: request.method, origin, fetchSite, fetchMode, fetchDest } as Parameters<
    typeof isOriginAllowed
  >[0]
  if (!isOriginAllowed(signs, place.origin, origins)) return { refusal: 'origin' }
  if (request.method !== 'OPTIONS') return undefined
  const match = api.router.match('OPTIONS', place.path)
  const allow = match && 'allow' in match ? match.allow : []
  const granted = request.headers['access-control-request-method']
    ? preflightHeaders(allow, origins, isSteerable ? [faultHeader] : [])
    : {}
  return { status: 204, headers: { Allow: allow.join(', '), ...granted } }
}

/**
 * Who is asking: the alternatives of the contract in their order, the first that is present decides. A credential that
 * was never handed out counts as a guess against the address it came from.
 */
export const authenticate: Step = async (exchange) => {
  const { security } = operationOf(exchange)
  if (security.length === 0) return undefined
  const { failures } = exchange.context.store
  const retryAfter = failures.waitOfAddress(exchange.context.address)
  if (retryAfter > 0) return { refusal: 'throttled', retryAfter }
  for (const alternative of security) {
    const outcome = await readAll(exchange, Object.keys(alternative))
    if (outcome === 'accepted') return undefined
    if (outcome !== 'missing') return outcome
  }
  return unauthenticated(exchange, Object.keys(security[0] ?? {})[0] ?? '', { fault: 'missing' })
}

async function readAll(exchange: Exchange, names: readonly string[]): Promise<'accepted' | 'missing' | Refusal> {
  for (const name of names) {
    const reading = await schemeOf(exchange, name).read(exchange.context)
    exchange.presented = presentedAs(name, reading)
    if ('caller' in reading) exchange.caller = reading.caller
    else if (reading.fault === 'missing') return 'missing'
    else return refuseCredential(exchange, name, reading)
  }
  return 'accepted'
}

function presentedAs(scheme: string, reading: Reading<unknown>): Presented {
  const { found, subject } = reading
  return { scheme, fault: 'fault' in reading ? reading.fault : undefined, found, subject }
}

async function refuseCredential(exchange: Exchange, name: string, fault: Fault): Promise<Refusal> {
  if (fault.finding) exchange.finding = fault.finding
  if (isGuess(fault.fault)) await exchange.context.store.failures.guessed(exchange.context.address)
  return unauthenticated(exchange, name, fault)
}

/** Only what was never handed out is a guess; an expired credential that a page keeps sending is none. */
function isGuess(fault: CredentialFault): boolean {
  return fault === 'unknown'
}

function unauthenticated(exchange: Exchange, name: string, { fault, headers }: Fault): Refusal {
  const { challenge } = schemeOf(exchange, name)
  return { refusal: 'unauthenticated', challenge, fault, ...(headers && { headers }) }
}

function schemeOf({ api }: Exchange, name: string) {
  const scheme = api.definition.schemes[name]
  if (!scheme) throw new TypeError(`"${api.definition.id}" has no reader for the scheme "${name}"`)
  return scheme
}

/** The body in the media type the contract names, or none where the operation takes none. */
export const readBody: Step = (exchange) => {
  const { request } = exchange
  const { requestBody } = operationOf(exchange)
  const contentType = request.headers['content-type'] ?? ''
  // The validator compiles and keeps a schema for every distinct value of this header, parameters included.
  delete request.headers['content-type']
  if (!requestBody) return undefined
  const mediaType = mediaTypeOf(contentType)
  const parse = mediaType !== undefined && mediaType in requestBody.content ? bodyParsers[mediaType] : undefined
  const accept = Object.keys(requestBody.content)
  if (!parse) return { refusal: 'media-type', accept }
  // Nothing is inflated: a small text would be a large body.
  if (!/^(identity)?$/i.test(request.headers['content-encoding'] ?? ''))
    return { refusal: 'media-type', accept, encodings: ['identity'] }
  request.headers['content-type'] = mediaType
  return parseBody(exchange, parse, contentType, requestBody.required === true)
}

async function parseBody(
  exchange: Exchange,
  parse: BodyParser,
  contentType: string,
  isRequired: boolean,
): Promise<Outcome | undefined> {
  const { request } = exchange
  const bytes = await readBytes(request)
  if (bytes === 'too-large') return { refusal: 'too-large', limit: bodyLimit }
  if (bytes === 'cut-off') return { refusal: 'invalid', violations: [cutOff] }
  exchange.bytes = bytes
  if (bytes.length === 0 && isRequired) return { refusal: 'invalid', violations: [missing] }
  const parsed = bytes.length === 0 ? { body: undefined } : await parse(bytes, contentType)
  if ('violations' in parsed) return { refusal: 'invalid', violations: parsed.violations }
  request.body = parsed.body
  return undefined
}

/** The validator misses a body only where its schema requires a member. */
const missing: Violation = { in: 'body', path: [], keyword: 'required', message: 'is required' }

/** For the log alone: whoever sent it has gone. */
const cutOff: Violation = { in: 'body', path: [], keyword: 'syntax', message: 'ends before its end' }

/** The media type without parameters; undefined if a parameter asks for another charset than UTF-8. */
function mediaTypeOf(contentType: string): string | undefined {
  const [type = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase())
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))
  return charset === undefined || /^charset="?utf-8"?$/.test(charset) ? type : undefined
}

/** Parameters and body as the contract has them. */
export const validate: Step = async (exchange) => {
  const { request, place, api, params } = exchange
  if (!isDecodable(place.search)) return { refusal: 'invalid', violations: [undecodable] }
  const violations = await api.validate(request, operationOf(exchange), params)
  return violations && { refusal: 'invalid', violations }
}

/** The validator would read text that is no percent-encoded UTF-8 as something else, and take that. */
function isDecodable(search: string): boolean {
  if (!search.includes('%')) return true
  try {
    decodeURIComponent(search)
    return true
  } catch {
    return false
  }
}

const undecodable: Violation = { in: 'query', path: [], keyword: 'syntax', message: 'is not percent-encoded UTF-8' }

/** The handler of the operation. */
export const handle: Step = async (exchange) => {
  const { request, api, context, caller } = exchange
  const handler = api.definition.handlers[operationOf(exchange).id]
  if (!handler) throw new TypeError(`"${operationOf(exchange).id}" has no handler`)
  const { params, query, headers, body } = request
  return handler({ path: params, query, header: headers, cookie: {}, body }, { ...context, caller })
}

function operationOf({ operation }: Exchange): Operation {
  if (!operation) throw new TypeError('No operation was found before this step')
  return operation
}
