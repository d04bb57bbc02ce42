import type { ErasedRequest } from '../../contract/handler.ts'
import type { Asked, ListAccounts } from '../../ways/declarations.ts'
import { answerListing } from '../answer.ts'
import { askedValue } from '../values.ts'
import type { ActionContext, ActionFactory } from './action.ts'

/** As many accounts as one answer lists where its contract does not say. */
const mostAccounts = 10_000

/** Lists a page of the accounts, oldest first. */
export const listAccounts: ActionFactory<ListAccounts> = (engine, operation, action) => {
  const { list, item, answer = {} } = action
  const showsPage = Object.values(answer).some((shown) => String(shown).startsWith('$page.'))
  return async (request, context) => {
    const { store, settings, random } = context
    const limit = numberIn(action.limit, request) ?? mostAccounts
    const offset = numberIn(action.offset, request) ?? 0
    const accounts = await store.accounts.list({ limit, offset })
    const page = showsPage ? await pageOf(action, { limit, offset }, context) : undefined
    const known = { request, settings, random, page }
    const items = accounts.map((account) => ({ ...known, account }))
    return answerListing(engine, operation, { list, item, answer }, { items, known })
  }
}

/** A count that a request asks for; undefined where it does not. */
function numberIn(asked: Asked | undefined, request: ErasedRequest): number | undefined {
  const number = Number(askedValue(asked ?? null, request) ?? Number.NaN)
  return Number.isSafeInteger(number) && number >= 0 ? number : undefined
}

interface Part {
  readonly limit: number
  readonly offset: number
}

/** Where a page is in the list, and the addresses of the next and the previous one, under the requested path. */
async function pageOf(action: ListAccounts, { limit, offset }: Part, { store, place }: ActionContext) {
  const total = await store.accounts.count()
  const [limited, moved] = [action.limit, action.offset].map(parameterOf)
  const at = (start: number) =>
    limited && moved && `${place.origin}${place.mount}${place.path}?${limited}=${limit}&${moved}=${start}`
  return {
    ...{ limit, offset, total },
    next: offset + limit < total ? at(offset + limit) : undefined,
    previous: offset > 0 ? at(Math.max(0, offset - limit)) : undefined,
  }
}

/** The name of the query parameter that says a count. */
function parameterOf(asked: Asked | undefined): string | undefined {
  const from = typeof asked === 'object' && asked !== null ? asked.from : asked
  return /^\$request\.query\.(.+)$/.exec(String(from))?.[1]
}
