import { checksOf, loginBody, pair, refreshBody, session, signedUp } from './probe.ts'

const fourteenDays = 14 * 86_400

/** What answers say of how long a login lasts. */
export const loginLifetime = checksOf('createToken', [
  {
    title: 'sign-up, login and refresh say that a token lives fourteen days',
    tags: ['lifetime'],
    facts: ['KH-04', 'KH-09', 'KH-40'],
    needs: ['server'],
    async run(probe) {
      const { send, people } = probe
      const basic = pair(await session(probe, people.admin))
      const { login, ...person } = await signedUp(probe)
      // The server's clock need not be ours; the account was made at its present.
      const { body } = await send('getUser', 200, { basic, path: { id: login.key } })
      const again = await send('createToken', 200, { json: loginBody(person, people.client) })
      const next = await send('refreshToken', 200, { json: refreshBody(again.body, people.client) })
      for (const expires of [login.expires, again.body.expires, next.body.expires]) {
        const lifetime = (Date.parse(expires) - Date.parse(body.created)) / 1_000
        next.holds('fourteen days', lifetime >= fourteenDays && lifetime < fourteenDays + 60, lifetime)
      }
    },
  },
])
