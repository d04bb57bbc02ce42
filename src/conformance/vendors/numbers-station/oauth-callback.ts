import { freshEmail, freshWord } from '../../fresh.ts'
import { hasAttributes, isForSites, isTakenBack, sentCookie } from './cookies.ts'
import { begin, callback, consent, isRefused, logIn } from './oauth-flow.ts'
import { checksOf, ownUser } from './probe.ts'

const halfDay = 43_200

/** What coming back from an identity provider promises: the authorization response (RFC 6749, 4.1.2). */
export const oauthCallback = checksOf('loginSessionOauthCallback', [
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
      hasAttributes(answer, 'session_id', { sameSite: 'Lax', seconds: halfDay })
      isTakenBack(answer, 'login_id')
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
        hasAttributes(answer, 'session_id', { sameSite, seconds: halfDay })
        isForSites(answer, 'login_id', sameSite)
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
    title: 'a state works once',
    tags: ['one-time', 'redirects'],
    facts: ['NS-54', 'NS-55'],
    needs: ['server', 'consent'],
    async run(probe) {
      const started = await begin(probe)
      const query = await consent(probe, started, probe.people.ordinary)
      await callback(probe, 302, query, started.cookie)
      await callback(probe, 400, query, started.cookie)
    },
  },
  {
    title: 'a login that takes longer than ten minutes is over',
    tags: ['lifetime', 'redirects'],
    facts: ['NS-54', 'NS-55'],
    needs: ['server', 'consent', 'advanceClock'],
    async run(probe) {
      const started = await begin(probe)
      const query = await consent(probe, started, probe.people.ordinary)
      await probe.hooks.advanceClock?.(600)
      await callback(probe, 400, query, started.cookie)
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
])
