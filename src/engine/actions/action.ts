import type { Operation } from '../../contract/contract.ts'
import type { ErasedRequest, Reply } from '../../contract/handler.ts'
import type { Refusal } from '../../contract/refusal.ts'
import type { Context } from '../../served/api.ts'
import type { Action, ActionKind } from '../../ways/declarations.ts'
import type { EngineContract } from '../engine-contract.ts'

/** What a handler of an action works with; the caller where its operation takes a credential. */
export type ActionContext = Context & { readonly caller?: unknown }

/** Answers an operation by its `x-action`. */
export type ActionHandler = (request: ErasedRequest, context: ActionContext) => Promise<Reply | Refusal>

/** Makes the handler of an operation; what can be read of the contract is read here, once. */
export type ActionFactory<Of extends Action> = (
  engine: EngineContract,
  operation: Operation,
  action: Of,
) => ActionHandler

/** The declaration of a kind. */
type ActionOf<Kind extends ActionKind> = Extract<Action, { readonly kind: Kind }>

/** By kind, how its handlers are made. */
export type ActionTable = { readonly [Kind in ActionKind]?: ActionFactory<ActionOf<Kind>> }
