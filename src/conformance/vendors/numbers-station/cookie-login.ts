import { hasAttributes, sentCookie, setsNo } from './cookies.ts'
import { checksOf, loginForm } from './probe.ts'

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
    title: 'slack_id is taken, and third_party is true or false, once',
    tags: ['cookies', 'validation'],
    facts: ['NS-17', 'NS-36', 'NS-70'],
    needs: ['server'],
    async run({ send, people }) {
      await send('loginSession', 200, { form: loginForm(people.ordinary), query: { slack_id: 'dGVhbTp1c2Vy' } })
      for (const query of [
        'third_party=',
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
      setsNo(answer, 'session_id')
    },
  },
])
