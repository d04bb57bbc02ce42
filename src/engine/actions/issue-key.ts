import { refuse } from '../../contract/refusal-causes.ts'
import type { IssueKey } from '../../ways/declarations.ts'
import { answerShowing } from '../answer.ts'
import { askedValue, settingValue } from '../values.ts'
import type { ActionFactory } from './action.ts'
import { callerOf, keyIdSchema, keyName, keysOf, newKey, shownKey } from './managed-keys.ts'

/** Issues a key of a way for the caller's account; the key itself is in this answer and never again. */
export const issueKey: ActionFactory<IssueKey> = (engine, operation, { way: name, members = {}, atMost, answer }) => {
  const way = engine.wayNamed(name)
  const idSchema = keyIdSchema(engine.contract, operation, answer)
  return async (request, context) => {
    const account = callerOf(context)?.account
    if (!account) return { refusal: 'forbidden', detail: 'Only an account has keys' }
    const { settings, store, random } = context
    const asked = Object.entries(members).map(([member, value]) => [member, askedValue(value, request)])
    const wanted = await newKey(way, account.id, Object.fromEntries(asked), context)
    const limit = atMost === undefined ? Number.POSITIVE_INFINITY : Number(settingValue(atMost, settings))
    const issued = await store.secrets.atomically(async (secrets) => {
      if ((await keysOf(way, account.id, secrets)).length >= limit) return undefined
      return secrets.issue({ ...wanted, ...keyName(idSchema, context) })
    })
    if (!issued) return refuse('limit-reached', { limit })
    const key = shownKey(issued.secret, issued.plain)
    return answerShowing(engine, operation, answer, { account, key, request, settings, random })
  }
}
