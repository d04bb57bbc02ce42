import { setTimeout as sleep } from 'node:timers/promises'
import { createClient as createInnodata } from '../../generated/innodata/client.ts'
import { createClient as createKhe } from '../../generated/khe/client.ts'
import { createClient as createNebula } from '../../generated/nebula-block/client.ts'
import { createClient as createNumbers } from '../../generated/numbers-station/client.ts'
import { createClient as createTag } from '../../generated/tag/client.ts'

const password = 'correct-horse-battery-staple'

/** Seconds; an app would show longer waits to its user. */
const longestWait = 2

/** As the documentation of the clients advises: an app waits as long as it is told, and asks once more. */
async function patiently(call: () => Promise<{ readonly response: Response }>): Promise<void> {
  const { response } = await call()
  const wait = Number(response.headers.get('Retry-After') ?? Number.NaN)
  if (response.ok || !(wait <= longestWait)) return
  await sleep(wait * 1_000)
  await call()
}

/** A call at once with two more, and what fails is the app's to show. */
async function threeAtOnce(call: () => Promise<{ readonly response: Response }>): Promise<void> {
  await Promise.allSettled([call, call, call].map(patiently))
}

type App = (baseUrl: string) => Promise<unknown>

/** What an app does with the typed client of each built-in API: calls at once, one with a body, one more, and a logout. */
export const typedClients: Readonly<Record<string, App>> = {
  async khe(baseUrl) {
    const client = 'abc123'
    const khe = createKhe({
      baseUrl,
      authentication: { way: 'password', client, email: 'grace@example.com', password },
    })
    await threeAtOnce(() => khe.GET('/users'))
    await khe.PATCH('/users', { body: {} })
    await khe.GET('/users')
    await khe.logout()
  },
  async innodata(baseUrl) {
    const innodata = createInnodata({
      baseUrl,
      authentication: { way: 'testPassword', username: 'ada@example.com', password },
    })
    await threeAtOnce(() => innodata.GET('/v1.1/users/me'))
    await innodata.POST('/v1.1/teams', { body: { name: 'Reviewers' } })
    await innodata.GET('/v1.1/users/me')
  },
  async 'nebula-block'(baseUrl) {
    const nebula = createNebula({ baseUrl, authentication: { way: 'password', username: 'ada', password } })
    await threeAtOnce(() => nebula.GET('/users/credits'))
    await nebula.POST('/api-keys', { body: { name: 'CI' } })
    await nebula.GET('/users/credits')
  },
  async 'numbers-station'(baseUrl) {
    const numbers = createNumbers({
      baseUrl,
      authentication: { way: 'password', email: 'ada@example.com', password },
    })
    const me = { params: { path: { account_name: 'acme' } } }
    await threeAtOnce(() => numbers.GET('/api/v3/orgs/{account_name}/users/me', me))
    await numbers.GET('/api/v3/orgs/{account_name}/users/me', me)
    await numbers.logout()
  },
  async tag(baseUrl) {
    const client = { clientId: 'abc123', clientSecret: '456789' }
    const tag = createTag({
      baseUrl,
      authentication: { way: 'password', ...client, username: 'ada@example.com', password },
    })
    await threeAtOnce(() => tag.GET('/delegate/list'))
    await tag.GET('/delegate/list')
    const service = createTag({ baseUrl, authentication: { way: 'clientCredentials', ...client } })
    await service.POST('/otp/send', { body: { email: 'ada@example.com' } })
  },
}

/** A generated client whose types are not known when this is compiled. */
interface Generated {
  GET(path: string, init?: object): Promise<{ readonly response: Response }>
  POST(path: string, init?: object): Promise<{ readonly response: Response }>
  logout(): Promise<unknown>
}

interface OwnApp {
  readonly name: string
  readonly contract: string
  readonly overlays?: readonly string[]
  use(createClient: (options: object) => Generated, baseUrl: string): Promise<unknown>
}

/** What an app does with the client of a contract: a list at once and once more, a call with a body, a logout. */
function app(authentication: object, list: string, write?: readonly [path: string, body: object]): OwnApp['use'] {
  return async (createClient, baseUrl) => {
    const client = createClient({ baseUrl, authentication: { way: 'password', password, ...authentication } })
    await threeAtOnce(() => client.GET(list))
    if (write) await patiently(() => client.POST(write[0], { body: write[1] }))
    await client.GET(list)
    await client.logout()
  }
}

/** The same for contracts that are not built in. */
export const ownApps: readonly OwnApp[] = [
  {
    name: 'notes',
    contract: 'test/prove/notes.yaml',
    use: app({ user: 'ada' }, '/notes', ['/notes', { text: 'Water the plants' }]),
  },
  { name: 'bookings', contract: 'test/engine/contracts/bookings.yaml', use: app({ user: 'ada' }, '/rooms') },
  {
    name: 'orders',
    contract: 'examples/orders/openapi.yaml',
    overlays: ['test/broken/orders.overlay.yaml'],
    use: app({ email: 'ada@example.com' }, '/orders', ['/api-keys', { name: 'CI' }]),
  },
]
