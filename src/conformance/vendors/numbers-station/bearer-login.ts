import { setsNo } from './cookies.ts'
import { checksOf, loginForm } from './probe.ts'

/** What logging in for a bearer token promises beyond what every login does. */
export const bearerLogin = checksOf('loginAccessToken', [
  {
    title: 'a password buys a bearer token for the user and no cookie, with third_party and m2m_token too',
    tags: ['authentication', 'cookies'],
    facts: ['NS-01', 'NS-12', 'NS-13', 'NS-17', 'NS-19', 'NS-25', 'NS-36', 'NS-68'],
    needs: ['server'],
    async run({ send, people }) {
      for (const query of [{}, { third_party: true }, { m2m_token: 'abc' }]) {
        const answer = await send('loginAccessToken', 200, { form: loginForm(people.ordinary), query })
        setsNo(answer, 'session_id')
        const me = await send('getCurrentUser', 200, {
          bearer: answer.body.access_token,
          path: { account_name: people.account },
        })
        me.is('the e-mail', people.ordinary.email, me.body.email)
      }
    },
  },
])
