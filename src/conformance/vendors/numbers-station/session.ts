import { isForSites, isTakenBack } from './cookies.ts'
import { bearerOf, checksOf, cookieOf } from './probe.ts'

/** What sessions of both media promise. */
export const session = [
  ...checksOf('getCurrentUser', [
    {
      title: 'it shows the account and the role, whatever third_party says',
      tags: ['authorization'],
      facts: ['NS-13', 'NS-16', 'NS-17', 'NS-24', 'NS-66'],
      needs: ['server'],
      async run(probe) {
        const { send, people } = probe
        const path = { account_name: people.account }
        const roles = [
          [people.ordinary, 'USER', true],
          [people.admin, 'ADMIN', false],
        ] as const
        for (const [person, role, third_party] of roles) {
          const bearer = await bearerOf(probe, person)
          const answer = await send('getCurrentUser', 200, { bearer, path, query: { third_party } })
          answer.is('the role', role, answer.body.role)
          answer.is('the account', people.account, answer.body.account_name)
        }
      },
    },
    {
      title: 'an Authorization header decides alone',
      tags: ['authentication'],
      facts: ['NS-48'],
      needs: ['server'],
      async run(probe) {
        const { send, people } = probe
        const path = { account_name: people.account }
        const cookie = await cookieOf(probe, people.ordinary)
        const bearer = await bearerOf(probe, people.admin)
        const me = await send('getCurrentUser', 200, { path, cookie, bearer })
        me.is('the e-mail', people.admin.email, me.body.email)
        await send('getCurrentUser', 401, { path, cookie, bearer: 'x'.repeat(43) })
        await send('getCurrentUser', 401, { path, cookie, headers: [['Authorization', 'Basic eDp5']] })
      },
    },
  ]),
  ...checksOf('logoutSession', [
    {
      title: 'third_party says how the cookie to take back was set',
      tags: ['cookies'],
      facts: ['NS-17', 'NS-27'],
      needs: ['server'],
      async run(probe) {
        const cookie = await cookieOf(probe, probe.people.ordinary)
        const answer = await probe.send('logoutSession', 200, { cookie, query: { third_party: true } })
        isTakenBack(answer, 'session_id')
        isForSites(answer, 'session_id', 'None')
      },
    },
  ]),
]
