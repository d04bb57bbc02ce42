import { sentCookie } from './cookies.ts'
import { callback, consent, usual } from './oauth-flow.ts'
import { checksOf } from './probe.ts'

/** What beginning a login at an identity provider promises: the authorization request (RFC 6749, 4.1.1). */
export const oauthRequest = checksOf('loginSessionOauth', [
  {
    title: 'redirect_header=true redirects there instead',
    tags: ['redirects'],
    facts: ['NS-10', 'NS-51', 'NS-71'],
    async run({ send, people }) {
      const answer = await send('loginSessionOauth', 302, { query: { ...usual(people), redirect_header: true } })
      answer.holds('an address', URL.canParse(answer.header('location') ?? ''), answer.header('location'))
      await send('loginSessionOauth', 200, { query: { ...usual(people), redirect_header: false } })
    },
  },
  {
    title: 'without it, or with what is empty, the address is the body',
    tags: ['redirects', 'form'],
    facts: ['NS-07', 'NS-10', 'NS-11', 'NS-34', 'NS-71', 'NS-77'],
    async run({ send, people }) {
      const { provider } = people
      for (const query of [usual(people), { ...usual(people), slack_id: 'dGVhbTp1c2Vy' }])
        await send('loginSessionOauth', 200, { query })
      const empty = { provider, redirect_uri: '', account_name: '', slack_id: '' }
      await send('loginSessionOauth', 200, { query: empty })
    },
  },
  {
    title: 'the list of addresses is a setting, and so is the default',
    tags: ['redirects'],
    facts: ['NS-34', 'NS-52'],
    needs: ['server', 'settings.redirectUris', 'settings.defaultRedirectUri', 'consent', 'reset'],
    async run(probe) {
      const { hooks, send, people } = probe
      const mine = 'https://app.example/signed-in'
      await hooks.changeSettings?.({ redirectUris: [mine], defaultRedirectUri: 'https://app.example/' })
      await send('loginSessionOauth', 400, { query: usual(people) })
      for (const [query, address] of [
        [{ provider: people.provider, redirect_uri: mine }, mine],
        [{ provider: people.provider }, 'https://app.example/'],
      ] as const) {
        const started = await send('loginSessionOauth', 200, { query })
        const login = { address: new URL(started.body), cookie: sentCookie(started, 'login_id') }
        const answer = await callback(probe, 302, await consent(probe, login, people.ordinary), login.cookie)
        answer.is('the address', address, answer.header('location'))
      }
    },
  },
  {
    title: 'a provider that is not set up, and one that there is not, are refused',
    tags: ['redirects', 'validation'],
    facts: ['NS-09', 'NS-53', 'NS-35'],
    async run({ send, people }) {
      await send('loginSessionOauth', 400, { query: { ...usual(people), provider: people.otherProvider } })
      await send('loginSessionOauth', 422, { query: { ...usual(people), provider: 'x' } })
      await send('loginSessionOauth', 422, { query: { redirect_uri: people.redirectUri } })
      await send('loginSessionOauth', 422, { query: { ...usual(people), redirect_header: 'yes' } })
    },
  },
  {
    title: 'a provider that does not answer is said to be out of reach',
    tags: ['http'],
    facts: ['NS-57'],
    needs: ['silentProvider'],
    async run({ send, hooks, people }) {
      const { url: at = '', provider = '' } = (await hooks.silentProvider?.()) ?? {}
      await send('loginSessionOauth', 502, { at, query: { ...usual(people), provider } })
    },
  },
])
