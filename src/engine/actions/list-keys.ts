import type { ListKeys } from '../../ways/declarations.ts'
import { answerListing } from '../answer.ts'
import type { ActionFactory } from './action.ts'
import { callerOf, keysOf, shownKey } from './managed-keys.ts'

/** Lists the live keys of the caller's account, without the keys themselves. */
export const listKeys: ActionFactory<ListKeys> = (engine, operation, { way: name, list, item, answer }) => {
  const way = engine.wayNamed(name)
  return async (request, context) => {
    const { settings, store, random } = context
    const account = callerOf(context)?.account
    const known = { account, request, settings, random }
    const keys = account ? await keysOf(way, account.id, store.secrets) : []
    const items = keys.map((key) => ({ ...known, key: shownKey(key) }))
    return answerListing(engine, operation, { list, item, answer }, { items, known })
  }
}
