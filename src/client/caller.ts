import createFetchClient from 'openapi-fetch'
import { attach } from './attach.ts'
import { UnreadableAnswer } from './errors.ts'
import { contentTypeOf } from './operations.ts'
import type { Send } from './transport.ts'
import { type CallRow, type ClientTables, evaluate, type Known, type Value } from './ways.ts'

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

/** Makes a caller with a client of its own: what it sends is for the API, not for anybody's middleware. */
export function createCaller({ operations, securitySchemes }: ClientTables, baseUrl: string, send: Send): Caller {
  const { request } = createFetchClient({ baseUrl })
  // The client is made without types: which operation is called stands in a table.
  const ask = request as unknown as Ask
  return (call, known, credentials = {}) => {
    const operation = operations[call.operation]
    if (!operation) throw new TypeError(`There is no operation "${call.operation}"`)
    const given = { ...evaluate(call.credentials ?? {}, known), ...credentials }
    return readable(ask, operation.method, operation.path, {
      params: paramsOf(call, known),
      ...(call.body && { body: evaluate(call.body, known) }),
      headers: contentTypeOf(operation),
      fetch: (bare: Request) => send(attachAll(bare, given, securitySchemes), operation),
    })
  }
}

/** The parameters of a call by their places. */
export function paramsOf({ params }: CallRow, known: Known): Record<string, Record<string, Value>> {
  return Object.fromEntries(Object.entries(params).map(([place, values]) => [place, evaluate(values, known)]))
}

/** Puts each credential where its scheme has it. */
export function attachAll(
  request: Request,
  credentials: Readonly<Record<string, Value>>,
  schemes: ClientTables['securitySchemes'],
): Request {
  return Object.entries(credentials).reduce((attached, [name, value]) => {
    const scheme = schemes[name]
    return scheme ? attach(attached, scheme, String(value)) : attached
  }, request)
}

/** Asks, and keeps the text of an answer that cannot be read out of the error: it may hold a credential. */
export async function readable(ask: Ask, method: string, path: string, init: object): Promise<Answer> {
  try {
    return await ask(method, path, init)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new UnreadableAnswer(`The answer to ${method} ${path} is not JSON`)
  }
}
