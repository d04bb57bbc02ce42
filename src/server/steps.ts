import type { BodyReader, MediaReader } from '../body/body-reader.ts'
import { bareMediaType, type MediaKind } from '../contract/media-type.ts'
import { isOriginAllowed, originSigns, preflightHeaders } from '../contract/origin-policy.ts'
import { isDecodable } from '../contract/percent-encoding.ts'
import { repeatedField } from '../contract/raw-headers.ts'
import type { Refusal } from '../contract/refusal.ts'
import type { Routed } from '../contract/router.ts'
import type { Violation } from '../contract/violation.ts'
import { type Arrived, type Exchange, type Outcome, operationOf } from './exchange.ts'

/** One operation of the contract, or the API's own 404 or 405. OPTIONS goes on to the origin policy, which answers it. */
export function findOperation(exchange: Arrived): Outcome | undefined {
  const { asked, api } = exchange
  const match = api.router.match(asked.method, asked.path, asked.originalUrl)
  if (!match) return { refusal: 'not-found' }
  if ('allow' in match) return asked.method === 'OPTIONS' ? undefined : { refusal: 'method', allow: match.allow }
  exchange.operation = match.operation
  exchange.params = match.params
  if (match.alternatives) exchange.alternatives = match.alternatives
  return undefined
}

/** A header field of one value that appears twice means two things; neither is taken. */
export function refuseRepeatedFields({ request }: Arrived): Refusal | undefined {
  const name = repeatedField(request.rawHeaders)
  return name === undefined ? undefined : { refusal: 'invalid', violations: [repeated(name)] }
}

function repeated(name: string): Violation {
  return { in: 'header', path: [name], keyword: 'duplicate', message: 'appears more than once; send it exactly once' }
}

/** Nothing is run for a page that may not call the API (Fetch standard); preflights are answered here. */
export function keepOrigins(exchange: Arrived): Outcome | undefined {
  const { asked, place, api, origins, ownHeaders } = exchange
  if (!isOriginAllowed(originSigns(asked.method, asked.headers), place.ownOrigins, origins))
    return { refusal: 'origin' }
  if (asked.method !== 'OPTIONS') return undefined
  const isPreflight = Boolean(asked.headers['access-control-request-method'])
  if (exchange.operation && !isPreflight) return undefined
  // What a preflight is answered is no operation's, even where the contract has one for OPTIONS.
  delete exchange.operation
  const match = api.router.match('', asked.path)
  const allow = match && 'allow' in match ? match.allow : []
  const granted = isPreflight ? preflightHeaders(allow, origins, ownHeaders) : {}
  return { status: 204, headers: { Allow: allow.join(', '), ...granted } }
}

/** The body in a media type the contract names, or none where the operation takes none. */
export function readBody<Context>(exchange: Exchange<Context>): Outcome | undefined | Promise<Outcome | undefined> {
  const { asked, api } = exchange
  const contentType = asked.headers['content-type'] ?? ''
  delete asked.headers['content-type']
  const bodies = api.bodyReaderOf(operationOf(exchange))
  if (!bodies) return undefined
  const { accept, isRequired } = bodies
  const reader = bodies.find(contentType)
  if (!reader && isRequired) return { refusal: 'media-type', accept }
  // Nothing is inflated: a small text would be a large body.
  if (!/^(identity)?$/i.test(asked.headers['content-encoding'] ?? ''))
    return { refusal: 'media-type', accept, encodings: ['identity'] }
  return parseBody(exchange, bodies, reader, contentType)
}

async function parseBody<Context>(
  exchange: Exchange<Context>,
  { accept, isRequired }: BodyReader,
  reader: MediaReader | undefined,
  contentType: string,
): Promise<Outcome | undefined> {
  const { request, asked, api } = exchange
  const bytes = await request.readBytes(api.bodyLimit)
  if (bytes === 'too-large') return { refusal: 'too-large', limit: api.bodyLimit }
  if (bytes === 'cut-off') return { refusal: 'invalid', violations: [cutOff] }
  exchange.bytes = bytes
  // Nothing at all is a text or a file under the name of its type, and no body otherwise.
  if (bytes.length === 0 && !(reader && mayBeEmpty.has(reader.kind) && contentType !== ''))
    return isRequired ? { refusal: 'invalid', violations: [missing] } : undefined
  if (!reader) return { refusal: 'media-type', accept }
  const parsed = reader.read(bytes, contentType)
  if ('violations' in parsed) return { refusal: 'invalid', violations: parsed.violations }
  asked.headers['content-type'] = bareMediaType(contentType)
  asked.body = parsed.body
  if (reader.isJudged) asked.judgedAs = reader.key
  return undefined
}

const mayBeEmpty: ReadonlySet<MediaKind> = new Set(['text', 'bytes'])

/** The validator misses a body only where its schema requires a member. */
const missing: Violation = { in: 'body', path: [], keyword: 'required', message: 'is required' }

/** For the log alone: the sender has gone. */
const cutOff: Violation = { in: 'body', path: [], keyword: 'syntax', message: 'ends before its end' }

/** Parameters and body as the contract has them. */
export function validate<Context>(exchange: Exchange<Context>): Outcome | undefined | Promise<Outcome | undefined> {
  const { asked, api, params, alternatives } = exchange
  if (!isDecodable(asked.originalUrl)) return { refusal: 'invalid', violations: [undecodable] }
  if (alternatives) return validateAny(exchange, alternatives)
  const found = api.validate(asked, operationOf(exchange), params)
  return found instanceof Promise ? found.then(invalid) : invalid(found)
}

/** The operation that a request is valid for, of those that its body alone tells apart; the first if it is for none. */
async function validateAny<Context>(
  exchange: Exchange<Context>,
  alternatives: readonly Routed[],
): Promise<Outcome | undefined> {
  const { asked, api, params } = exchange
  const first = { operation: operationOf(exchange), params }
  let refused: Outcome | undefined
  for (const each of api.byDetail([first, ...alternatives], asked.judgedAs)) {
    const outcome = invalid(await api.validate(asked, each.operation, each.params))
    if (each === first) refused = outcome
    if (outcome) continue
    Object.assign(exchange, each)
    return undefined
  }
  return refused
}

function invalid(violations: readonly Violation[] | undefined): Refusal | undefined {
  return violations && { refusal: 'invalid', violations }
}

const undecodable: Violation = { in: 'query', path: [], keyword: 'syntax', message: 'is not percent-encoded UTF-8' }

/** The handler of the operation. */
export async function handle<Context>(exchange: Exchange<Context>): Promise<Outcome> {
  const { asked, api, context, caller } = exchange
  const { id } = operationOf(exchange)
  const handler = Object.hasOwn(api.definition.handlers, id) ? api.definition.handlers[id] : undefined
  if (!handler) throw new TypeError(`"${id}" has no handler`)
  const { params, query, headers, cookies = {}, body } = asked
  return handler({ path: params, query, header: headers, cookie: cookies, body }, { ...context, caller })
}
