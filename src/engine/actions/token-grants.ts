import type { Operation } from '../../contract/contract.ts'
import type { ErasedRequest, Reply } from '../../contract/handler.ts'
import type { Refusal } from '../../contract/refusal.ts'
import { type Candidate, candidatesOf } from '../../ways/candidates.ts'
import type { TokenEndpoint } from '../../ways/declarations.ts'
import { expressionsIn, readExpression } from '../../ways/expressions.ts'
import type { InputMeaning } from '../../ways/way.ts'
import type { EngineContract } from '../engine-contract.ts'
import { callsHandler } from '../ways/way-handlers.ts'
import type { ServedWay } from '../ways/way-rules.ts'
import type { ActionContext } from './action.ts'
import { codeRedemptions } from './code-rules.ts'

/** One grant of a token endpoint: the calls of the ways that it leads to. */
export interface Grant {
  readonly ways: readonly ServedWay[]
  /** What can be granted. */
  readonly scopes: readonly string[]
  /** What the ledger calls the refresh tokens that it takes; none for a login. */
  readonly refreshKinds: readonly string[]
  /** Whether its calls name the client, so that the ways see whose refresh token it is. */
  readonly namesClient: boolean
  serve(request: ErasedRequest, context: ActionContext): Reply | Refusal | Promise<Reply | Refusal>
}

/** What a token endpoint takes. */
export interface Endpoint {
  /** By `grant_type`. */
  readonly grants: ReadonlyMap<string, Grant>
  /** Whether requests have to name a client, and clients keep a secret. */
  readonly hasClients: boolean
  readonly keepSecrets: boolean
  /** Whether a client may authenticate in the body. */
  readonly takesBody: boolean
}

type Call = Candidate<ServedWay>

/** The grants that an action names, or else those whose calls have a constant `grant_type`. */
export function endpointOf(engine: EngineContract, operation: Operation, action: TokenEndpoint): Endpoint {
  const { grants, clientAuthentication = ['body'] } = action
  const calls = (candidatesOf(engine.ways).get(operation.id) ?? []).filter(({ action }) => action !== 'redirect')
  const types = grants ? Object.keys(grants) : calls.flatMap((call) => grantTypeOf(call) ?? [])
  const serving = { engine, redemptions: codeRedemptions(engine) }
  const has = (meaning: InputMeaning) => calls.some(({ way }) => [...way.inputMeanings.values()].includes(meaning))
  return {
    grants: new Map(
      [...new Set(types)].map((type) => {
        const own = calls.filter((call) => isOfGrant(call, type, grants?.[type]))
        const renewals = own.filter(({ action }) => action === 'renew')
        const ways = own.map(({ way }) => way)
        const grant: Grant = {
          ways,
          scopes: [...new Set(ways.flatMap(({ scopes }) => scopes))],
          refreshKinds: [...new Set(renewals.map(({ way }) => way.life.refresh.name))],
          namesClient: own.every(sendsClient),
          serve: callsHandler(serving, operation, own),
        }
        return [type, grant]
      }),
    ),
    hasClients: has('client'),
    keepSecrets: has('client-secret'),
    takesBody: clientAuthentication.includes('body'),
  }
}

/** The constant of a call, in its body or its query. */
function grantTypeOf({ call: { requestBody, parameters } }: Call): string | undefined {
  const type = requestBody?.grant_type ?? parameters?.grant_type
  return typeof type === 'string' && !type.startsWith('$') ? type : undefined
}

/** A call without a constant is of the grants that name its way; renewals are of the grant for refresh tokens. */
function isOfGrant(call: Call, type: string, named: string | readonly string[] | undefined): boolean {
  if (named !== undefined && ![named].flat().includes(call.way.name)) return false
  return (grantTypeOf(call) ?? type) === type && (grantTypeOf(call) !== undefined || isUsual(call, type))
}

function isUsual({ action }: Call, type: string): boolean {
  return (action === 'renew') === (type === 'refresh_token')
}

function sendsClient({ way, call: { requestBody, parameters } }: Call): boolean {
  const names = expressionsIn([requestBody, parameters]).map((text) => readExpression(text)?.name ?? '')
  return names.some((name) => way.inputMeanings.get(name) === 'client')
}
