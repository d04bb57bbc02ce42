import type { Answer } from '../answer.ts'
import { freshEmail, freshWord } from '../fresh.ts'
import type { Consenting } from '../hooks.ts'
import type { Sent } from '../request.ts'
import { checksOf, type NumbersProbe, ownUser, type People, sentCookie } from './probe.ts'

/** A login at the provider that is set up, which ends at the address that is listed. */
function usual({ provider, redirectUri }: People) {
  return { provider, redirect_uri: redirectUri }
}

type Query = Readonly<Record<string, string | boolean>>

interface Begun {
  readonly address: URL
  readonly cookie: string
}

/** Begins a login; the provider's address, and what the browser holds from then on. */
async function begin({ send, people }: NumbersProbe, query: Query = {}): Promise<Begun> {
  const answer = await send('loginSessionOauth', 200, { query: { ...usual(people), ...query } })
  return { address: new URL(answer.body), cookie: sentCookie(answer, 'login_id') }
}

/** Goes through the provider's pages; the query of the callback. */
async function consent({ hooks }: NumbersProbe, { address }: Begun, person?: Consenting): Promise<string> {
  const callback = (await hooks.consent?.(address.href, person)) ?? ''
  return new URL(callback).search.slice(1)
}

/** A whole login, as far as the redirect back to the app. */
async function logIn(probe: NumbersProbe, person: Consenting | undefined, query: Query = {}): Promise<Answer> {
  const begun = await begin(probe, query)
  return callback(probe, 302, await consent(probe, begun, person), begun.cookie)
}

function callback({ send }: NumbersProbe, status: 302 | 400, query: string, cookie?: string) {
  return send('loginSessionOauthCallback', status, { query, ...(cookie !== undefined && { cookie }) })
}

/** The app is told that the login failed, and there is no session. */
function isRefused({ people }: NumbersProbe, answer: Answer, error: string): void {
  answer.is('the address', `${people.redirectUri}?error=${error}`, answer.header('location'))
  answer.holds(
    'no session',
    !answer.all('set-cookie').some((line) => line.startsWith('session_id=')),
    answer.all('set-cookie'),
  )
}

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

/** What logging in at an identity provider promises. */
export const oauth = [
  ...checksOf('loginSessionOauth', [
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
        for (const name of ['code_challenge', 'state', 'nonce']) {
          answer.holds(
            `a ${name} of 43 characters`,
            /^[A-Za-z0-9_-]{43}$/.test(searchParams.get(name) ?? ''),
            searchParams.get(name),
          )
        }
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
            answer.is('the cookies', [], answer.all('set-cookie'))
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
          const begun = await send('loginSessionOauth', 200, { query })
          const login = { address: new URL(begun.body), cookie: sentCookie(begun, 'login_id') }
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
    {
      title: 'without its data the service says when to come again',
      tags: ['http'],
      facts: ['NS-60'],
      needs: ['outage'],
      async run({ send, hooks, people }) {
        await send('loginSessionOauth', 503, { at: (await hooks.outage?.()) ?? '', query: usual(people) })
      },
    },
  ]),
  ...checksOf('loginSessionOauthCallback', [
    {
      title: 'a login at the provider ends at the app with a session',
      tags: ['authentication', 'redirects'],
      facts: ['NS-07', 'NS-45', 'NS-51', 'NS-54', 'NS-56'],
      needs: ['server', 'consent'],
      async run(probe) {
        const { send, people } = probe
        const answer = await logIn(probe, people.ordinary)
        answer.is('the address', people.redirectUri, answer.header('location'))
        const cookie = sentCookie(answer, 'session_id')
        const me = await send('getCurrentUser', 200, { cookie, path: { account_name: people.account } })
        me.is('the e-mail', people.ordinary.email, me.body.email)
        answer.is('the login cookie', 'login_id=', sentCookie(answer, 'login_id'))
      },
    },
    {
      title: 'third_party=true makes both cookies ones that other sites may send',
      tags: ['cookies'],
      facts: ['NS-04', 'NS-45'],
      needs: ['server', 'consent'],
      async run(probe) {
        for (const [third_party, sameSite] of [
          [true, 'None'],
          [false, 'Lax'],
        ] as const) {
          const answer = await logIn(probe, probe.people.ordinary, { third_party })
          for (const line of answer.all('set-cookie'))
            answer.holds(`SameSite=${sameSite}`, line.endsWith(`SameSite=${sameSite}`), line)
        }
      },
    },
    {
      title: 'who cancels is sent back with an error',
      tags: ['redirects'],
      facts: ['NS-33'],
      needs: ['server', 'consent'],
      async run(probe) {
        isRefused(probe, await logIn(probe, undefined), 'access_denied')
      },
    },
    {
      title: 'an unknown address, an unverified one and a second subject with a known one are refused',
      tags: ['authentication', 'authorization'],
      facts: ['NS-33', 'NS-56'],
      needs: ['server', 'consent', 'createAccount'],
      async run(probe) {
        const { email } = await ownUser(probe)
        const [first, second] = [freshWord(), freshWord()]
        isRefused(probe, await logIn(probe, { email: freshEmail() }), 'access_denied')
        isRefused(probe, await logIn(probe, { email, verified: false }), 'access_denied')
        await logIn(probe, { email, subject: first })
        isRefused(probe, await logIn(probe, { email, subject: second }), 'access_denied')
        const again = await logIn(probe, { email: freshEmail(), subject: first })
        sentCookie(again, 'session_id')
      },
    },
    {
      title: 'an account that the user may not enter is refused',
      tags: ['authorization'],
      facts: ['NS-29', 'NS-33'],
      needs: ['server', 'consent'],
      async run(probe) {
        const { people } = probe
        isRefused(probe, await logIn(probe, people.ordinary, { account_name: people.otherAccount }), 'access_denied')
        sentCookie(await logIn(probe, people.ordinary, { account_name: people.account }), 'session_id')
      },
    },
    {
      title: 'a disabled user is refused',
      tags: ['revocation'],
      facts: ['NS-33', 'NS-63'],
      needs: ['server', 'consent', 'createAccount', 'disableAccount'],
      async run(probe) {
        const { email } = await ownUser(probe)
        sentCookie(await logIn(probe, { email }), 'session_id')
        await probe.hooks.disableAccount?.(email, true)
        isRefused(probe, await logIn(probe, { email }), 'access_denied')
      },
    },
    {
      title: 'a state of another browser, of none or made up is refused',
      tags: ['authentication', 'redirects'],
      facts: ['NS-55'],
      needs: ['server', 'consent'],
      async run(probe) {
        const mine = await begin(probe)
        const theirs = await begin(probe)
        const query = await consent(probe, mine, probe.people.ordinary)
        for (const cookie of [theirs.cookie, undefined, 'login_id=x', `${mine.cookie}; ${theirs.cookie}`]) {
          const answer = await callback(probe, 400, query, cookie)
          answer.is('the cookies', [], answer.all('set-cookie'))
          answer.is('Location', [], answer.all('location'))
        }
        await callback(probe, 400, query.replace(/state=[^&]+/, `state=${'x'.repeat(43)}`), mine.cookie)
        await callback(probe, 302, query, mine.cookie)
      },
    },
    {
      title: 'a state works once',
      tags: ['one-time', 'redirects'],
      facts: ['NS-54', 'NS-55'],
      needs: ['server', 'consent'],
      async run(probe) {
        const begun = await begin(probe)
        const query = await consent(probe, begun, probe.people.ordinary)
        await callback(probe, 302, query, begun.cookie)
        await callback(probe, 400, query, begun.cookie)
      },
    },
    {
      title: 'a login that takes longer than ten minutes is over',
      tags: ['lifetime', 'redirects'],
      facts: ['NS-54', 'NS-55'],
      needs: ['server', 'consent', 'advanceClock'],
      async run(probe) {
        const begun = await begin(probe)
        const query = await consent(probe, begun, probe.people.ordinary)
        await probe.hooks.advanceClock?.(600)
        await callback(probe, 400, query, begun.cookie)
      },
    },
    {
      title: 'a code of another login is refused by its verifier',
      tags: ['redirects'],
      facts: ['NS-08', 'NS-54', 'NS-33'],
      needs: ['server', 'consent'],
      async run(probe) {
        const mine = await begin(probe)
        const theirs = await begin(probe)
        const theirAnswer = await consent(probe, theirs, probe.people.ordinary)
        const state = mine.address.searchParams.get('state') ?? ''
        const theirQuery = new URLSearchParams(theirAnswer)
        theirQuery.set('state', state)
        isRefused(probe, await callback(probe, 302, theirQuery.toString(), mine.cookie), 'access_denied')
      },
    },
    {
      title: 'an identity that was vouched for under the nonce of another login is refused',
      tags: ['redirects'],
      facts: ['NS-33', 'NS-54'],
      rfcs: ['RFC 9700, 4.5.3.2'],
      needs: ['server', 'consent'],
      async run(probe) {
        const [mine, theirs] = [await begin(probe), await begin(probe)]
        const address = new URL(mine.address)
        address.searchParams.set('nonce', theirs.address.searchParams.get('nonce') ?? '')
        const query = await consent(probe, { ...mine, address }, probe.people.ordinary)
        isRefused(probe, await callback(probe, 302, query, mine.cookie), 'access_denied')
      },
    },
    {
      title: 'a query without a state is refused',
      tags: ['redirects', 'validation'],
      facts: ['NS-35'],
      async run({ send }) {
        await send('loginSessionOauthCallback', 422, { query: { code: 'x' } })
      },
    },
    {
      title: 'a page of a foreign origin is refused',
      tags: ['origins'],
      facts: ['NS-49'],
      async run({ send }) {
        await send('loginSessionOauthCallback', 403, {
          query: { code: 'x', state: 'y' },
          headers: [['Origin', 'https://evil.example']],
        })
      },
    },
    {
      title: 'without its data the service says when to come again',
      tags: ['http'],
      facts: ['NS-60'],
      needs: ['outage'],
      async run({ send, hooks }) {
        await send('loginSessionOauthCallback', 503, {
          at: (await hooks.outage?.()) ?? '',
          query: { code: 'x', state: 'y' },
        })
      },
    },
  ]),
]
