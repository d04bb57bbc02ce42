import { freshEmail } from '../fresh.ts'
import type { Need } from '../hooks.ts'
import type { Sent } from '../request.ts'
import { checksOf, type Operations, type People, type SandboxProbe } from './probe.ts'
import { makeTraffic } from './traffic.ts'

/** An operation that lists something in pages. */
interface Listing {
  readonly operation: keyof Operations
  /** The member that holds the items, and what tells one from another. */
  readonly member: string
  keyOf(item: Readonly<Record<string, string>>): string
  readonly api?: (people: People) => string
  readonly needs?: readonly Need[]
  /** Makes at least two items. */
  fill(probe: SandboxProbe): Promise<unknown>
}

const password = 'a-password-of-some-length'

const byId: Listing['keyOf'] = ({ id = '' }) => id

const listings: readonly Listing[] = [
  {
    operation: 'listWorlds',
    member: 'worlds',
    keyOf: ({ name = '' }) => name,
    // The default one is there.
    fill: ({ send }) => send('getClock', 200),
  },
  {
    operation: 'listAccounts',
    member: 'accounts',
    keyOf: byId,
    api: ({ api }) => api,
    fill: ({ send, people: { api } }) =>
      send('createAccount', 201, {
        path: { api },
        json: { email: freshEmail(), password },
      }),
  },
  {
    operation: 'listClients',
    member: 'clients',
    keyOf: byId,
    api: ({ clientApi }) => clientApi,
    fill: async ({ send, people: { clientApi: api } }) => {
      for (const name of ['One', 'Other']) await send('createClient', 201, { path: { api }, json: { name } })
    },
  },
  {
    operation: 'listSecrets',
    member: 'secrets',
    keyOf: ({ kind, id }) => `${kind} ${id}`,
    api: ({ keyApi }) => keyApi,
    fill: async ({ send, people: { keyApi: api } }) => {
      for (const owner of ['one', 'other']) await send('issueKey', 201, { path: { api }, json: { owner } })
    },
  },
  {
    operation: 'listFaults',
    member: 'faults',
    keyOf: byId,
    fill: async ({ send, people: { api } }) => {
      for (const status of [429, 503]) await send('createFault', 201, { json: { api, kind: 'status', status } })
    },
  },
  {
    operation: 'listMessages',
    member: 'messages',
    keyOf: byId,
    api: ({ signUp }) => signUp.api,
    needs: ['otherApi'],
    fill: async ({ ask, hooks, people: { signUp } }) => {
      const at = (await hooks.otherApi?.(signUp.api)) ?? ''
      for (const email of [freshEmail(), freshEmail()])
        await ask('POST', signUp.path, 201, { at, json: { email, name: 'Lin', password } })
    },
  },
  { operation: 'listTraffic', member: 'exchanges', keyOf: byId, needs: ['otherApi'], fill: makeTraffic },
]

/** A server may have more items than it takes to see how its pages are. */
const mostPages = 50

/** What every list promises that can be longer than an answer. */
export const pages = listings.flatMap(({ operation, member, keyOf, api, needs = [], fill }) =>
  checksOf(operation, [
    {
      title: 'pages of one show every item once, and what is no cursor is refused',
      tags: ['form'],
      facts: ['SB-55'],
      needs: ['server', ...needs],
      async run(probe) {
        await fill(probe)
        const path = api ? { api: api(probe.people) } : {}
        // The operation is any of these here.
        const ask = (status: number, query: Sent['query']) =>
          probe.send(operation as 'listAccounts', status as 200, { path, query } as never)
        const keysIn = ({ body }: Awaited<ReturnType<typeof ask>>) =>
          (body as unknown as Readonly<Record<string, Readonly<Record<string, string>>[]>>)[member]?.map(keyOf) ?? []
        const all = async (size: { readonly limit?: number }, most: number): Promise<readonly string[]> => {
          const found: string[] = []
          for (let query: Readonly<Record<string, string | number>> = size; query.cursor !== ''; ) {
            const page = await ask(200, query)
            const { limit = Number.POSITIVE_INFINITY } = size
            page.holds(`at most ${limit} items`, keysIn(page).length <= limit, keysIn(page))
            found.push(...keysIn(page))
            query = { ...size, cursor: found.length < most ? (page.body.next ?? '') : '' }
          }
          return found
        }
        const [singly, together] = [await all({ limit: 1 }, mostPages), await all({}, Number.POSITIVE_INFINITY)]
        const first = await ask(200, {})
        const strange = singly.filter((key) => !together.includes(key))
        first.is('the items of pages of one that a whole list has not', [], strange)
        first.is('the number of different ones', Math.min(together.length, mostPages), new Set(singly).size)
        first.is('the number of different items', together.length, new Set(together).size)
        for (const query of [{ limit: 0 }, { limit: 1_001 }, { cursor: 'nonsense' }, { cursor: '' }])
          await ask(400, query)
      },
    },
  ]),
)
