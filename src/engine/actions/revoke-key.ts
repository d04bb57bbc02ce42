import { refuse } from '../../contract/refusal-causes.ts'
import type { RevokeKey } from '../../ways/declarations.ts'
import { answerShowing } from '../answer.ts'
import { askedValue } from '../values.ts'
import { isOfWay } from '../ways/room.ts'
import type { ActionFactory } from './action.ts'
import { callerOf, shownKey } from './managed-keys.ts'

/** Ends a key of the caller's account at once; another account's is as unknown as none. */
export const revokeKey: ActionFactory<RevokeKey> = (engine, operation, { way: name, id, answer }) => {
  const way = engine.wayNamed(name)
  const kind = way.life.credential.name
  return async (request, context) => {
    const { settings, store, random } = context
    const account = callerOf(context)?.account
    const named = String(askedValue(id, request))
    const found = await store.secrets.findById(kind, named)
    const isOwn = found !== undefined && isOfWay(way, found)
    const ended = isOwn && account && (await store.secrets.revokeById(kind, named, account.id))
    if (!ended) return refuse('unknown-key')
    return answerShowing(engine, operation, answer, { account, key: shownKey(found), request, settings, random })
  }
}
