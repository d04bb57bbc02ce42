import { hasAttributes, sentCookie } from './cookies.ts'
import { capped, checksOf, loginForm } from './probe.ts'

const halfDay = 43_200

/** What logging in for a cookie promises beyond what every login does. */
export const cookieLogin = checksOf('loginSession', [
  {
    title: 'a password buys a cookie that stands for the user',
    tags: ['authentication', 'cookies'],
    facts: ['NS-01', 'NS-02', 'NS-22', 'NS-26', 'NS-45'],
    needs: ['server'],
    async run({ send, people }) {
      const answer = await send('loginSession', 200, { form: loginForm(people.ordinary) })
      answer.is('the body', null, answer.body)
      hasAttributes(answer, 'session_id', { sameSite: 'Lax', seconds: halfDay })
      const cookie = sentCookie(answer, 'session_id')
      const me = await send('getCurrentUser', 200, { cookie, path: { account_name: people.account } })
      me.is('the e-mail', people.ordinary.email, me.body.email)
    },
  },
  {
    title: 'third_party=true makes it a cookie that other sites may send',
    tags: ['cookies'],
    facts: ['NS-04', 'NS-45'],
    needs: ['server'],
    async run({ send, people }) {
      const form = loginForm(people.ordinary)
      for (const [query, sameSite] of [
        [{ third_party: true }, 'None'],
        [{ third_party: false }, 'Lax'],
      ] as const) {
        const answer = await send('loginSession', 200, { form, query })
        hasAttributes(answer, 'session_id', { sameSite, seconds: halfDay })
      }
    },
  },
  {
    title: 'third_party takes true and false, once',
    tags: ['cookies', 'validation'],
    facts: ['NS-17', 'NS-70'],
    async run({ send, people }) {
      for (const query of [
        'third_party=yes',
        'third_party=1',
        'third_party=TRUE',
        'third_party=true&third_party=false',
      ]) {
        await send('loginSession', 422, { form: loginForm(people.ordinary), query })
      }
    },
  },
  {
    title: 'an empty third_party is refused',
    tags: ['cookies', 'validation'],
    facts: ['NS-70'],
    needs: ['server'],
    async run({ send, people }) {
      await send('loginSession', 422, { form: loginForm(people.ordinary), query: 'third_party=' })
    },
  },
  {
    title: 'slack_id is taken',
    tags: ['form'],
    facts: ['NS-36'],
    async run({ send, people }) {
      await send('loginSession', 200, { form: loginForm(people.ordinary), query: { slack_id: 'dGVhbTp1c2Vy' } })
    },
  },
  {
    title: 'a login never adopts the session of the browser, and ends it',
    tags: ['revocation', 'cookies'],
    facts: ['NS-65'],
    needs: ['server'],
    async run({ send, people }) {
      const path = { account_name: people.account }
      const planted = `session_id=${'x'.repeat(43)}`
      const first = sentCookie(
        await send('loginSession', 200, { form: loginForm(people.ordinary), cookie: planted }),
        'session_id',
      )
      const answer = await send('loginSession', 200, { form: loginForm(people.admin), cookie: first })
      const second = sentCookie(answer, 'session_id')
      answer.holds('another cookie', new Set([planted, first, second]).size === 3, 'the same')
      await send('getCurrentUser', 401, { path, cookie: planted })
      await send('getCurrentUser', 401, { path, cookie: first })
      const me = await send('getCurrentUser', 200, { path, cookie: second })
      me.is('the e-mail', people.admin.email, me.body.email)
    },
  },
  {
    title: 'a user has at most a hundred cookie sessions; the oldest makes room',
    tags: ['revocation', 'cookies'],
    facts: ['NS-64'],
    needs: ['server', 'guessing'],
    async run(probe) {
      const login = async () =>
        sentCookie(await probe.send('loginSession', 200, { form: loginForm(probe.people.ordinary) }), 'session_id')
      await capped(probe, login, (cookie) => ({ cookie }))
    },
  },
  {
    title: 'a form posted by another site is refused even without an Origin',
    tags: ['origins'],
    facts: ['NS-49'],
    async run({ send, people }) {
      const headers = [
        ['Sec-Fetch-Site', 'cross-site'],
        ['Sec-Fetch-Mode', 'navigate'],
        ['Sec-Fetch-Dest', 'document'],
      ] as const
      const answer = await send('loginSession', 403, { form: loginForm(people.ordinary), headers })
      answer.is('the cookies', [], answer.all('set-cookie'))
    },
  },
])
