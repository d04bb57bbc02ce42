import { answerSchema } from '../../contract/body-schema.ts'
import type { Operation } from '../../contract/contract.ts'
import type { Reply } from '../../contract/handler.ts'
import { isObject, memberOf } from '../../ways/evaluate.ts'
import { grantedScopes } from '../authorization-server/scopes.ts'
import type { EngineContract } from '../engine-contract.ts'
import type { ActionContext } from './action.ts'
import type { Grant } from './token-grants.ts'

interface Answered {
  readonly engine: EngineContract
  readonly operation: Operation
  readonly grant: Grant
}

/** The answer of the ways as a token response (RFC 6749, 5.1): not for caches, and with the scopes that were granted. */
export async function tokenReply(answered: Answered, reply: Reply, context: ActionContext): Promise<Reply> {
  const { body } = reply
  const headers = { ...reply.headers, Pragma: 'no-cache' }
  if (!isObject(body) || Array.isArray(body) || Buffer.isBuffer(body)) return { ...reply, headers }
  const scope = await scopeOf(body, answered.grant, context)
  const whole = scope === undefined ? body : { ...body, scope }
  return { ...reply, headers, body: isForm(context) ? withoutNulls(whole, answered) : whole }
}

/** What the access token is good for, where the contract knows scopes. */
async function scopeOf(body: object, { ways, scopes }: Grant, { store }: ActionContext): Promise<string | undefined> {
  const token = memberOf(body, 'access_token')
  if (scopes.length === 0 || typeof token !== 'string') return undefined
  const kinds = [...new Set(ways.map(({ life }) => life.credential.name))]
  const found = await Promise.all(kinds.map((kind) => store.secrets.find(kind, token)))
  const granted = found.flatMap((each) => (each ? grantedScopes(each.secret) : []))
  return granted.length > 0 ? granted.join(' ') : undefined
}

function isForm({ fields }: ActionContext): boolean {
  return fields('content-type').some((type) => /^application\/x-www-form-urlencoded\b/i.test(type))
}

/** Clients that send forms know no null, which no form can have: what has no value is left out where it may be. */
function withoutNulls(body: object, { engine, operation }: Answered): object {
  const { required = [] } = answerSchema(engine.contract.document, operation) ?? {}
  const isNeeded = (name: string) => [required].flat().includes(name)
  return Object.fromEntries(Object.entries(body).filter(([name, value]) => value !== null || isNeeded(name)))
}
