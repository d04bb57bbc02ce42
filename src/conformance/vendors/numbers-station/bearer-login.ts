import { setsNo } from './cookies.ts'
import { checksOf, loginForm } from './probe.ts'

/** What logging in for a bearer token promises beyond what every login does. */
export const bearerLogin = checksOf('loginAccessToken', [
  {
    title: 'a password buys a bearer token that stands for the user',
    tags: ['authentication'],
    facts: ['NS-01', 'NS-12', 'NS-13', 'NS-25', 'NS-68'],
    needs: ['server'],
    async run({ send, people }) {
      const { body } = await send('loginAccessToken', 200, { form: loginForm(people.ordinary) })
      const me = await send('getCurrentUser', 200, {
        bearer: body.access_token,
        path: { account_name: people.account },
      })
      me.is('the e-mail', people.ordinary.email, me.body.email)
    },
  },
  {
    title: 'no cookie is set',
    tags: ['cookies'],
    facts: ['NS-12', 'NS-19'],
    async run({ send, people }) {
      const answer = await send('loginAccessToken', 200, { form: loginForm(people.ordinary) })
      setsNo(answer, 'session_id')
    },
  },
  {
    title: 'third_party is taken, and sets no cookie',
    tags: ['cookies'],
    facts: ['NS-17', 'NS-19'],
    async run({ send, people }) {
      const answer = await send('loginAccessToken', 200, {
        form: loginForm(people.ordinary),
        query: { third_party: true },
      })
      setsNo(answer, 'session_id')
    },
  },
  {
    title: 'm2m_token is taken',
    tags: ['form'],
    facts: ['NS-36'],
    async run({ send, people }) {
      await send('loginAccessToken', 200, { form: loginForm(people.ordinary), query: { m2m_token: 'abc' } })
    },
  },
])
