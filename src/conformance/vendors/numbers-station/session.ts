import { freshWord } from '../../fresh.ts'
import type { Sent } from '../../request.ts'
import { isForSites, isTakenBack } from './cookies.ts'
import { bearerOf, checksOf, cookieOf, type NumbersProbe } from './probe.ts'

/** A live credential of each medium. */
async function media(probe: NumbersProbe): Promise<readonly Sent[]> {
  const { ordinary } = probe.people
  return [{ cookie: await cookieOf(probe, ordinary) }, { bearer: await bearerOf(probe, ordinary) }]
}

/** What sessions of both media promise. */
export const session = [
  ...checksOf('getCurrentUser', [
    {
      title: 'either medium reads the user',
      tags: ['authentication'],
      facts: ['NS-13', 'NS-16', 'NS-23', 'NS-24', 'NS-66'],
      needs: ['server'],
      async run(probe) {
        const { send, people } = probe
        for (const credential of await media(probe)) {
          const answer = await readUser(probe, credential)
          answer.is('the e-mail', people.ordinary.email, answer.body.email)
          answer.is('the account', people.account, answer.body.account_name)
          answer.is('the role', 'USER', answer.body.role)
        }
        const admin = await send('getCurrentUser', 200, {
          bearer: await bearerOf(probe, people.admin),
          path: { account_name: people.account },
        })
        admin.is('the role', 'ADMIN', admin.body.role)
      },
    },
    {
      title: 'another account is refused, whether there is one of that name or not',
      tags: ['enumeration', 'authorization'],
      facts: ['NS-44'],
      needs: ['server'],
      async run(probe) {
        const { send, people } = probe
        const bearer = await bearerOf(probe, people.ordinary)
        const other = await send('getCurrentUser', 403, { bearer, path: { account_name: people.otherAccount } })
        const none = await send('getCurrentUser', 403, { bearer, path: { account_name: freshWord() } })
        none.saysAs(other)
      },
    },
    {
      title: "a name that is like an account's is another name",
      tags: ['authorization'],
      facts: ['NS-44'],
      needs: ['server'],
      async run(probe) {
        const bearer = await bearerOf(probe, probe.people.ordinary)
        const { account } = probe.people
        const near = [account.toUpperCase(), `${account} `, `${account}-`, `${account}\u0000`]
        for (const account_name of [...near, '-', "' OR '1'='1"]) {
          await probe.send('getCurrentUser', [403, 422], { bearer, path: { account_name } })
        }
      },
    },
    {
      title: 'third_party is taken and changes nothing, and older paths are unknown',
      tags: ['validation'],
      facts: ['NS-17', 'NS-66', 'NS-40'],
      needs: ['server'],
      async run(probe) {
        const bearer = await bearerOf(probe, probe.people.ordinary)
        const path = { account_name: probe.people.account }
        for (const third_party of [true, false]) {
          await probe.send('getCurrentUser', 200, { bearer, path, query: { third_party } })
        }
        await probe.send('getCurrentUser', 422, { bearer, path, query: { third_party: 'yes' } })
        const answer = await probe.ask('GET', '/api/v1/users/me', 404, { bearer })
        answer.holds(
          'a refusal in the form of the API',
          typeof (answer.body as { detail?: unknown }).detail === 'string',
          answer.body,
        )
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
      facts: ['NS-17', 'NS-27', 'NS-70'],
      needs: ['server'],
      async run(probe) {
        const cookie = await cookieOf(probe, probe.people.ordinary)
        await probe.send('logoutSession', 422, { cookie, query: { third_party: 'yes' } })
        const answer = await probe.send('logoutSession', 200, { cookie, query: { third_party: true } })
        isTakenBack(answer, 'session_id')
        isForSites(answer, 'session_id', 'None')
      },
    },
  ]),
]

function readUser({ send, people }: NumbersProbe, credential: Sent) {
  return send('getCurrentUser', 200, { ...credential, path: { account_name: people.account } })
}
