import createFetchClient, { mergeHeaders } from 'openapi-fetch'
import { evaluate, type Known } from '../ways/evaluate.ts'
import type { Value } from '../ways/way.ts'
import { attach } from './attach.ts'
import { writeBody } from './body.ts'
import { UnreadableAnswer } from './errors.ts'
import type { Operation } from './operations.ts'
import { withoutFragment, writeCookies, writeHeaders, writePath, writeQuery } from './parameters.ts'
import { readAnswer } from './read-answer.ts'
import type { Send } from './transport.ts'
import type { CallRow, ClientTables } from './ways.ts'

/** What an operation answered, read. */
export interface Answer {
  readonly data?: unknown
  readonly error?: unknown
  readonly response: Response
}

/** Calls an operation that has to do with credentials. */
export type Caller = (call: CallRow, known: Known, credentials?: Readonly<Record<string, string>>) => Promise<Answer>

/** openapi-fetch where the operation is known at run time alone. */
export type Ask = (method: string, path: string, init: object) => Promise<Answer>

/** What a call may bring; everything else is for `fetch`. */
export interface CallInit {
  readonly params?: { readonly [Place in 'query' | 'path' | 'header' | 'cookie']?: object }
  readonly body?: unknown
  readonly headers?: Parameters<typeof mergeHeaders>[0]
  /** Write a part of the request another way than the contract says. */
  readonly querySerializer?: unknown
  readonly pathSerializer?: (url: string, values: object) => string
  readonly bodySerializer?: unknown
  /** Read the answer another way than its Content-Type says. */
  readonly parseAs?: string
}

/** Makes a caller with a client of its own: what it sends is for the API, not for anybody's middleware. */
export function createCaller({ operations, securitySchemes }: ClientTables, baseUrl: string, send: Send): Caller {
  const { request } = createFetchClient({ baseUrl })
  // The client is made without types: which operation is called stands in a table.
  const ask = request as unknown as Ask
  return (call, known, credentials = {}) => {
    const operation = operations[call.operation]
    if (!operation) throw new TypeError(`There is no operation "${call.operation}"`)
    const given = { ...evaluate(call.credentials ?? {}, known), ...credentials }
    const body = call.body && evaluate(call.body, known)
    return askOperation(ask, operation, { params: paramsOf(call, known), ...(body && { body }) }, async (bare) =>
      send(await attachAll(bare, given, securitySchemes), operation),
    )
  }
}

/** Asks an operation, its request written as the contract says. */
export async function askOperation(
  ask: Ask,
  operation: Operation,
  init: CallInit,
  fetch: (request: Request) => Promise<Response>,
): Promise<Answer> {
  const { method, path } = operation
  const request = { ...written(operation, init), fetch }
  if (init.parseAs) return readable(operation, () => ask(method, path, request))
  return readable(operation, async () => {
    // openapi-fetch reads all answers of a call as the same, or not at all.
    const answer = await ask(method, path, { ...request, parseAs: 'stream' })
    return answer.data === undefined ? answer : { ...answer, data: await readAnswer(answer.response, operation) }
  })
}

/** The parts of a request for openapi-fetch, which writes what the caller wants to write himself. */
function written(operation: Operation, init: CallInit): object {
  const { path, styles = {} } = operation
  const { params = {}, body, headers, bodySerializer, pathSerializer, ...rest } = init
  const own = mergeHeaders(headers)
  const sent = body === undefined || bodySerializer ? undefined : writeBody(body, operation, own.get('Content-Type'))
  // Only `fetch` knows the boundary of what it sends.
  if (sent?.body instanceof FormData) own.delete('Content-Type')
  const cookies = writeCookies(params.cookie, styles.cookie)
  // Before anything is sent, and also where openapi-fetch has nothing to write.
  const address = pathSerializer ? path : writePath(path, params.path, styles.path)
  return {
    querySerializer: (values: object) => writeQuery(values, styles.query),
    pathSerializer(url: string) {
      const given = params.path && pathSerializer?.(url, params.path)
      return withoutFragment(given ?? `${url.slice(0, url.length - path.length)}${address}`)
    },
    ...rest,
    ...(body !== undefined && { body, bodySerializer: bodySerializer ?? (() => sent?.body) }),
    ...(sent?.body instanceof ReadableStream && { duplex: 'half' }),
    // Without a path openapi-fetch would not ask for one to be written.
    params: { ...params, path: params.path ?? {}, header: writeHeaders(params.header, styles.header) },
    headers: mergeHeaders(cookies ? { Cookie: cookies } : {}, sent?.type ? { 'Content-Type': sent.type } : {}, own),
  }
}

/** The parameters of a call by their places. */
export function paramsOf({ params }: CallRow, known: Known): Record<string, Record<string, Value>> {
  return Object.fromEntries(Object.entries(params).map(([place, values]) => [place, evaluate(values, known)]))
}

/** Puts each credential where its scheme has it. */
export async function attachAll(
  request: Request,
  credentials: Readonly<Record<string, Value>>,
  schemes: ClientTables['securitySchemes'],
): Promise<Request> {
  let attached = request
  for (const [name, value] of Object.entries(credentials)) {
    const scheme = schemes[name]
    if (scheme) attached = await attach(attached, scheme, String(value))
  }
  return attached
}

/** Asks, and keeps the text of an answer that cannot be read out of the error: it may hold a credential. */
async function readable({ method, path }: Operation, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new UnreadableAnswer(`The answer to ${method} ${path} is not JSON`)
  }
}
