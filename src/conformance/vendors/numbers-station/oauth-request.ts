import type { Sent } from '../../request.ts'
import { hasAttributes, sentCookie, setsNo } from './cookies.ts'
import { begin, callback, consent, usual } from './oauth-flow.ts'
import { checksOf } from './probe.ts'

/** What beginning a login at an identity provider promises: the authorization request (RFC 6749, 4.1.1). */
export const oauthRequest = checksOf('loginSessionOauth', [
  {
    title: 'the address asks for a code with PKCE, state and nonce, for our own callback',
    tags: ['redirects', 'form'],
    facts: ['NS-07', 'NS-08', 'NS-10', 'NS-11', 'NS-54'],
    needs: ['server'],
    async run(probe) {
      const answer = await probe.send('loginSessionOauth', 200, { query: usual(probe.people) })
      const { searchParams } = new URL(answer.body)
      answer.is('response_type', 'code', searchParams.get('response_type'))
      answer.is('code_challenge_method', 'S256', searchParams.get('code_challenge_method'))
      answer.is('scope', 'openid email profile', searchParams.get('scope'))
      const challenge = searchParams.get('code_challenge') ?? ''
      answer.holds('a code_challenge of 43 characters', /^[A-Za-z0-9_-]{43}$/.test(challenge), challenge)
      for (const name of ['state', 'nonce']) {
        const value = searchParams.get(name) ?? ''
        answer.holds(`a ${name} that no one can guess`, value.length >= 16, value)
      }
      hasAttributes(answer, 'login_id', { sameSite: 'Lax', seconds: 600 })
      const path = new URL(searchParams.get('redirect_uri') ?? '').pathname
      answer.holds('our callback', path.endsWith('/api/v1/login/session/oauth/callback'), path)
    },
  },
  {
    title: 'redirect_header=true redirects there instead',
    tags: ['redirects'],
    facts: ['NS-10', 'NS-51', 'NS-71'],
    async run({ send, people }) {
      const answer = await send('loginSessionOauth', 302, { query: { ...usual(people), redirect_header: true } })
      answer.holds('an address', URL.canParse(answer.header('location') ?? ''), answer.header('location'))
    },
  },
  {
    title: 'a well-formed request is answered as documented',
    tags: ['redirects', 'form'],
    facts: ['NS-07', 'NS-10', 'NS-71'],
    async run({ send, people }) {
      await send('loginSessionOauth', 200, { query: usual(people) })
      await send('loginSessionOauth', 200, {
        query: { ...usual(people), redirect_header: false, slack_id: 'dGVhbTp1c2Vy' },
      })
    },
  },
  {
    title: 'empty texts count as not sent',
    tags: ['form'],
    facts: ['NS-77', 'NS-34'],
    needs: ['server'],
    async run({ send, people: { provider } }) {
      const query = { provider, redirect_uri: '', account_name: '', slack_id: '' }
      await send('loginSessionOauth', 200, { query })
    },
  },
  {
    title: 'each login has secrets of its own',
    tags: ['one-time', 'redirects'],
    facts: ['NS-54'],
    needs: ['server'],
    async run(probe) {
      const [one, two] = [await begin(probe), await begin(probe)]
      const answer = await probe.send('loginSessionOauth', 200, { query: usual(probe.people) })
      for (const name of ['state', 'nonce', 'code_challenge']) {
        const values = [one, two].map(({ address }) => address.searchParams.get(name))
        answer.holds(`another ${name}`, values[0] !== values[1], values)
      }
      answer.holds('another cookie', one.cookie !== two.cookie, one.cookie)
    },
  },
  {
    title: 'an address that is not listed is refused, to the letter',
    tags: ['redirects'],
    facts: ['NS-52'],
    needs: ['server'],
    async run({ send, people }) {
      for (const redirect_uri of foreignTo(people.redirectUri)) {
        for (const redirect_header of [true, false]) {
          const answer = await send('loginSessionOauth', 400, {
            query: { ...usual(people), redirect_uri, redirect_header },
          })
          answer.is('Location', [], answer.all('location'))
          setsNo(answer, 'login_id')
        }
      }
    },
  },
  {
    title: 'the list of addresses is a setting, and so is the default',
    tags: ['redirects'],
    facts: ['NS-34', 'NS-52'],
    needs: ['server', 'changeSettings', 'consent', 'reset'],
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
  {
    title: 'a page of a foreign origin is refused, a link from another site is not',
    tags: ['origins'],
    facts: ['NS-05', 'NS-49'],
    async run({ send, people }) {
      await send('loginSessionOauth', 403, { query: usual(people), headers: [['Origin', 'https://evil.example']] })
      const headers: Sent['headers'] = [
        ['Sec-Fetch-Site', 'cross-site'],
        ['Sec-Fetch-Mode', 'navigate'],
        ['Sec-Fetch-Dest', 'document'],
      ]
      await send('loginSessionOauth', 302, { query: { ...usual(people), redirect_header: true }, headers })
    },
  },
])

/** Addresses that are near an allowed one, or odd; none is it. */
function foreignTo(allowed: string): string[] {
  const { protocol, host, origin } = new URL(allowed)
  return [
    'https://evil.example/',
    '//evil.example/',
    `${protocol === 'http:' ? 'https:' : 'http:'}//${host}/`,
    `${allowed}?x=1`,
    `${allowed}#x`,
    `${allowed}/`,
    `${allowed}LOGIN`,
    `${origin}.evil.example/`,
    `${origin}@evil.example/`,
    `${origin}:x@evil.example/`,
    `${protocol}//user@${host}/`,
    allowed.replace(protocol, protocol.toUpperCase()),
    `${allowed}%2e%2e/`,
    `${allowed}..;/`,
    `${allowed}\r\nX: y`,
    ` ${allowed}`,
    'javascript:alert(1)',
    'data:text/html,x',
    '\\\\evil.example',
  ]
}
