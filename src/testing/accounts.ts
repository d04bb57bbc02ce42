import { type Control, type Schemas, told } from './control.ts'

type Account = Schemas['Account']
type Client = Schemas['Client']

interface AccountChange {
  readonly disabled?: boolean
  readonly role?: string
  /** Several, instead of one. */
  readonly roles?: readonly string[]
}

/** Who can be authenticated. */
export interface Accounts {
  list(api: string): Promise<Account[]>
  create(api: string, account: Schemas['NewAccount']): Promise<Account>
  /** Disables, enables or promotes one. */
  change(api: string, id: string, change: AccountChange): Promise<Account>
  remove(api: string, id: string): Promise<void>
}

/** The applications that are registered with an API. */
export interface Clients {
  list(api: string): Promise<Client[]>
  /** The secret is empty where clients keep none. */
  create(
    api: string,
    client: { readonly name: string; readonly id?: string },
  ): Promise<Client & { readonly secret: string }>
  remove(api: string, id: string): Promise<void>
}

export function accountsOf(control: Control): Accounts {
  return {
    list: (api) =>
      allPages(async (query) => {
        const { accounts, next } = await told(control.GET('/apis/{api}/accounts', { params: { path: { api }, query } }))
        return { items: accounts, next }
      }),
    create: (api, { groups, roles, ...account }) => {
      const body = { ...account, ...(groups && { groups: [...groups] }), ...(roles && { roles: [...roles] }) }
      return told(control.POST('/apis/{api}/accounts', { params: { path: { api } }, body }))
    },
    change: (api, id, { roles, ...change }) => {
      const body = { ...change, ...(roles && { roles: [...roles] }) }
      return told(control.PATCH('/apis/{api}/accounts/{id}', { params: { path: { api, id } }, body }))
    },
    remove: async (api, id) =>
      void (await told(control.DELETE('/apis/{api}/accounts/{id}', { params: { path: { api, id } } }))),
  }
}

export function clientsOf(control: Control): Clients {
  return {
    list: (api) =>
      allPages(async (query) => {
        const { clients, next } = await told(control.GET('/apis/{api}/clients', { params: { path: { api }, query } }))
        return { items: clients, next }
      }),
    create: (api, body) => told(control.POST('/apis/{api}/clients', { params: { path: { api } }, body })),
    remove: async (api, id) =>
      void (await told(control.DELETE('/apis/{api}/clients/{id}', { params: { path: { api, id } } }))),
  }
}

interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

/** The items of every page of a list. */
async function allPages<Item>(ask: (query: { readonly cursor?: string }) => Promise<Page<Item>>): Promise<Item[]> {
  const found: Item[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await ask(cursor === undefined ? {} : { cursor })
    found.push(...page.items)
    cursor = page.next
  }
  return found
}
