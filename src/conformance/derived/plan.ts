import type { Contract, Operation } from '../../contract/contract.ts'
import { requiresCredential } from '../../contract/contract.ts'
import type { OperationObject, SecurityRequirement } from '../../contract/document.ts'
import type { Action, ActionKind } from '../../ways/declarations.ts'
import { type FoundWay, waysOf } from '../../ways/found.ts'
import { meaningsOfInputs } from '../../ways/meaning.ts'
import { takesEmail } from '../../ways/takes-email.ts'
import type { InputMeaning } from '../../ways/way.ts'
import type { Cast, Requests } from '../cast.ts'
import type { Sent } from '../request.ts'
import { sampleRequest } from './sample-request.ts'

/** A way with what each of its inputs is. */
export interface PlannedWay extends FoundWay {
  readonly inputMeanings: ReadonlyMap<string, InputMeaning | undefined>
  /** Whether what one logs in by has to be an e-mail. */
  readonly takesEmail: boolean
}

/** A protected operation and one of the alternatives that open it (OpenAPI 3.1.1, 4.8.30). */
export interface Door {
  readonly operation: Operation
  readonly requirement: SecurityRequirement
}

/** An operation with `x-action`. */
export interface PlannedAction<Kind extends ActionKind = ActionKind> {
  readonly operation: Operation
  readonly action: Extract<Action, { readonly kind: Kind }>
}

/** Everything that checks are derived from, read once of a contract. */
export interface Plan {
  readonly contract: Contract
  readonly ways: readonly PlannedWay[]
  /** Of every operation that refuses a request without a credential. */
  readonly doors: readonly Door[]
  /** Operations that anyone may call. */
  readonly open: readonly Operation[]
  /** Throws a TypeError for an operation that the contract has not. */
  find(operationId: string): Operation
  actions<Kind extends ActionKind>(kind: Kind): readonly PlannedAction<Kind>[]
  /** Whether the owner's hook issues keys that no operation does; else they are given by hand. */
  readonly issuesKeys: boolean
  /** A request that keeps the contract, without a credential. */
  request(operation: Operation, cast: Cast): Sent
  /** The facts that demand what a rule does: of an operation, or of the whole API. */
  facts(rule: string, operation?: Operation): readonly string[]
}

/** What a register says of the rules that hold a fact. */
export interface RuledFact {
  readonly id: string
  readonly checks?: readonly string[]
}

/** What a contract does not say. */
interface Beyond {
  /** They go before those that are made of its examples and schemas. */
  readonly requests?: Requests | undefined
  readonly register?: readonly RuledFact[]
  readonly issuesKeys?: boolean
}

/** Reads what a contract promises. */
export function planOf(contract: Contract, { requests = {}, register = [], issuesKeys = false }: Beyond = {}): Plan {
  const operations = new Map(contract.operations.map((operation) => [operation.id, operation]))
  const find = (id: string) => {
    const operation = operations.get(id)
    if (!operation) throw new TypeError(`The contract has no operation "${id}"`)
    return operation
  }
  const closed = contract.operations.filter(requiresCredential)
  return {
    contract,
    ways: waysOf(contract.document).map((way) => ({
      ...way,
      inputMeanings: meaningsIn(contract, way),
      takesEmail: takesEmail(contract, way),
    })),
    doors: closed.flatMap((operation) => operation.security.map((requirement) => ({ operation, requirement }))),
    open: contract.operations.filter((operation) => !requiresCredential(operation)),
    find,
    issuesKeys,
    actions: (kind) => actionsOf(contract, kind),
    request: (operation, cast) => requests[operation.id]?.(cast) ?? sampleRequest(contract, operation),
    facts: (rule, operation) => factsFor(contract, register, rule, operation),
  }
}

function meaningsIn(contract: Contract, way: FoundWay): ReadonlyMap<string, InputMeaning | undefined> {
  return new Map([...meaningsOfInputs(contract, way)].map(([name, meaning]) => [name, meaning?.is]))
}

function actionsOf<Kind extends ActionKind>(contract: Contract, kind: Kind): PlannedAction<Kind>[] {
  return contract.operations.flatMap((operation) => {
    const action = actionOf(contract, operation)
    return action?.kind === kind ? [{ operation, action: action as PlannedAction<Kind>['action'] }] : []
  })
}

/** The action of an operation, or of the one that it is another address of. */
export function actionOf(
  { document, operations }: Pick<Contract, 'document' | 'operations'>,
  { path, method }: Operation,
): Action | undefined {
  const declared = Object(document.paths[path]?.[method.toLowerCase()]) as Partial<OperationObject>
  const original = operations.find(({ id }) => id === declared['x-alias-of'])
  const { 'x-action': action = original && actionOf({ document, operations }, original) } = declared
  return action as Action | undefined
}

/** Of several facts that a rule holds, those that the operation cites; else all, since they are of the whole API. */
function factsFor(
  contract: Contract,
  register: readonly RuledFact[],
  rule: string,
  operation: Operation | undefined,
): readonly string[] {
  const held = register.filter(({ checks = [] }) => checks.includes(rule)).map(({ id }) => id)
  if (!operation) return held
  const own = new Set([...operation.facts, ...[...operation.responses.values()].flatMap(({ facts }) => facts)])
  const elsewhere = new Set(
    contract.operations
      .filter(({ id }) => id !== operation.id)
      .flatMap(({ facts, responses }) => [...facts, ...[...responses.values()].flatMap((each) => each.facts)]),
  )
  return held.filter((id) => own.has(id) || !elsewhere.has(id))
}

/** What a declaration says, or the default of the setting that it names. */
export function declaredValue({ contract }: Pick<Plan, 'contract'>, declared: unknown): unknown {
  const name = /^\$settings\.(.+)$/.exec(String(declared))?.[1]
  if (name === undefined) return declared
  const settings: Readonly<Record<string, unknown>> = Object(contract.document['x-settings'])
  return Object(settings[name]).default
}
