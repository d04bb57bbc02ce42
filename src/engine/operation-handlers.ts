import type { Operation } from '../contract/contract.ts'
import { operationExtension } from '../contract/extensions.ts'
import type { Api, Context } from '../served/api.ts'
import { actionHandlers } from './actions/action-handlers.ts'
import { codeRedemptions } from './actions/code-rules.ts'
import { answerShowing } from './answer.ts'
import type { EngineContract } from './engine-contract.ts'
import { providerLoginHandlers } from './provider-login/handlers.ts'
import { wayHandlers } from './ways/way-handlers.ts'

type Handler = Api['handlers'][string]

/** What answers operations in addition to the declarations of their contract. */
interface FurtherHandlers {
  /** By operation, the API's own code. */
  readonly own?: Api['handlers']
  /** By operation, the OAuth endpoints that the contract names. */
  readonly endpoints?: ReadonlyMap<string, Handler>
  /** Whether what is made of the examples of the contract is sent even where it departs from it. */
  readonly isLenient?: boolean
}

/**
 * By operation, what answers it: the API's own code, its action, its way, the OAuth endpoint that it is, else its example.
 * Another address of an operation answers as that one does.
 */
export function operationHandlers(engine: EngineContract, further: FurtherHandlers = {}): Record<string, Handler> {
  const { own = {}, endpoints, isLenient = false } = further
  const actions = actionHandlers(engine)
  const ways = wayHandlers(engine, codeRedemptions(engine))
  const providerLogins = providerLoginHandlers(engine)
  const answering = (operation: Operation): Handler => {
    const { id } = operation
    const written = Object.hasOwn(own, id) ? own[id] : undefined
    const declared = actions.get(id) ?? ways.get(id) ?? providerLogins.get(id) ?? endpoints?.get(id)
    if (written) return written
    const handler = declared ?? exampleHandler(engine, operation)
    return isLenient ? lenient(handler) : handler
  }
  const { document, operations } = engine.contract
  const handlers = new Map(operations.map((operation) => [operation.id, answering(operation)]))
  const answers = operations.map((operation): [string, Handler] => {
    const original = operationExtension(document, operation, 'x-alias-of')
    return [operation.id, handlers.get(String(original ?? operation.id)) ?? answering(operation)]
  })
  return Object.fromEntries(answers)
}

function exampleHandler(engine: EngineContract, operation: Operation): Handler {
  return (request, { settings, random, ...context }: Context & { readonly caller?: unknown }) => {
    const { account } = Object(context.caller) as { readonly account?: never }
    return answerShowing(engine, operation, undefined, { account, request, settings, random })
  }
}

function lenient(handler: Handler): Handler {
  return async (request, context) => {
    const outcome = await handler(request, context)
    return 'refusal' in outcome ? outcome : { ...outcome, asIs: true }
  }
}
