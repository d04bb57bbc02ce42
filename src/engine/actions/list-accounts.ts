import type { ErasedRequest } from '../../contract/handler.ts'
import type { Asked, ListAccounts } from '../../ways/declarations.ts'
import { answerListing } from '../answer.ts'
import { askedValue } from '../values.ts'
import type { ActionFactory } from './action.ts'

/** As many accounts as one answer lists where its contract does not say. */
const mostAccounts = 10_000

/** Lists a page of the accounts, oldest first. */
export const listAccounts: ActionFactory<ListAccounts> = (engine, operation, action) => async (request, context) => {
  const { store, settings, random } = context
  const { list, item, answer } = action
  const limit = numberIn(action.limit, request) ?? mostAccounts
  const accounts = await store.accounts.list({ limit, offset: numberIn(action.offset, request) ?? 0 })
  const known = { request, settings, random }
  const items = accounts.map((account) => ({ ...known, account }))
  return answerListing(engine, operation, { list, item, answer }, { items, known })
}

/** A count that a request asks for; undefined where it does not. */
function numberIn(asked: Asked | undefined, request: ErasedRequest): number | undefined {
  const number = Number(askedValue(asked ?? null, request) ?? Number.NaN)
  return Number.isSafeInteger(number) && number >= 0 ? number : undefined
}
