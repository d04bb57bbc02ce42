import type { Account } from '../../store/accounts.ts'
import { emailOf, phoneOf } from './address.ts'
import type { TagContext, TagHandlers } from './handlers.ts'

/** `GET /delegate/list`: a page of the users, oldest first (TG-23, TG-24). */
export const listDelegates: TagHandlers['listDelegates'] = async ({ query }, { store, place }) => {
  const { limit = 5_000, offset = 0 } = query
  const [accounts, total] = await Promise.all([store.accounts.list({ limit, offset }), store.accounts.count()])
  const at = (start: number) => pageAddress(place, limit, start)
  const meta = {
    limit,
    offset,
    total,
    next: offset + limit < total ? at(offset + limit) : null,
    prev: offset > 0 ? at(Math.max(0, offset - limit)) : null,
  }
  return { status: 200, body: { data: accounts.map(shown), meta } }
}

function shown(account: Account) {
  return { id: Number(account.id), name: account.name, email: emailOf(account), phone: phoneOf(account) }
}

/** The page under the path that was asked, as the client sees it. */
function pageAddress({ origin, mount, path }: TagContext['place'], limit: number, offset: number): string {
  return `${origin}${mount}${path}?limit=${limit}&offset=${offset}`
}
