import type { ErasedRequest, Reply } from '../contract/handler.ts'
import type { Refusal } from '../contract/refusal.ts'
import type { Api, Context, Reading } from '../served/api.ts'
import type { MountedApi } from '../server/mounted-api.ts'

/** Makes an API a broken one; the API it is given stays as it is. */
export type Break = (api: MountedApi<Api>) => MountedApi<Api>

/** What a handler works with, and who is asking, which each API knows the type of. */
export type Called = Context & { readonly caller?: unknown }

type Handler = (request: ErasedRequest, context: Called) => Reply | Refusal | Promise<Reply | Refusal>
type Read = (context: Context) => Promise<Reading<unknown>>
type Reader = Api['schemes'][string]

/** Several breaks of one API, which together make one mistake. */
export function all(...breaks: readonly Break[]): Break {
  return (api) => breaks.reduce((broken, each) => each(broken), api)
}

/** Another definition in the place of what the API's folder defines. */
export function defining(change: (definition: Api) => Partial<Api>): Break {
  return (api) => ({ ...api, definition: { ...api.definition, ...change(api.definition) } })
}

/** Another handler, which may call the right one. */
export function handling(operation: string, change: (next: Handler) => Handler): Break {
  return defining(({ handlers }) => ({ handlers: replaced(handlers, operation, change) }))
}

/** Another reader of a credential, which may call the right one. */
export function reading(scheme: string, change: (next: Read) => Read): Break {
  return defining(({ schemes }) => ({ schemes: replaced(schemes, scheme, (right) => changed(right, change)) }))
}

/** Other readers of all schemes. */
export function readingAll(change: (right: Reader, scheme: string) => Reader): Break {
  return defining(({ schemes }) => ({ schemes: mapped(schemes, change) }))
}

/** A reader that may call the right one. */
export function changed(right: Reader, change: (next: Read) => Read): Reader {
  return { ...right, read: (context, scopes) => change(async (given) => right.read(given, scopes))(context) }
}

/** The right handler, in a context with something else in it. */
export function handlingIn(operation: string, change: (context: Called) => Called): Break {
  return handling(operation, (next) => async (request, context) => next(request, change(context)))
}

/** Every handler and reader, in a context with something else in it. */
export function everywhere(change: <Given extends Context>(context: Given) => Given): Break {
  return defining(({ handlers, schemes }) => ({
    handlers: mapped(handlers, (next) => async (request, context) => next(request, change(context))),
    schemes: mapped(schemes, (right) => ({ ...right, read: (context, scopes) => right.read(change(context), scopes) })),
  }))
}

/** The right handler, and another reply in the place of its own; refusals of the pipeline stay. */
export function replying(
  operation: string,
  change: (reply: Reply, request: ErasedRequest, context: Called) => Reply,
): Break {
  return handling(operation, (next) => async (request, context) => {
    const outcome = await next(request, context)
    return 'refusal' in outcome ? outcome : change(outcome, request, context)
  })
}

function replaced<Value>(
  table: Readonly<Record<string, Value>>,
  name: string,
  change: (right: Value) => Value,
): Readonly<Record<string, Value>> {
  const right = table[name]
  if (right === undefined) throw new RangeError(`There is no "${name}" to break`)
  return { ...table, [name]: change(right) }
}

function mapped<Value>(
  table: Readonly<Record<string, Value>>,
  change: (right: Value, name: string) => Value,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(table).map(([name, right]) => [name, change(right, name)]))
}
