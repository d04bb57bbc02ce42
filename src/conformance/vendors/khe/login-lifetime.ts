import { checksOf, isDead, lives, loginBody, pair, refreshBody, session, signedUp } from './probe.ts'

const day = 86_400

/** How long a login lasts, and how many live at a time. */
export const loginLifetime = checksOf('createToken', [
  {
    title: 'a token lives fourteen days, to the moment that `expires` says',
    tags: ['lifetime'],
    facts: ['KH-04', 'KH-09', 'KH-14', 'KH-40'],
    needs: ['server', 'advanceClock'],
    async run(probe) {
      const { send, hooks, people } = probe
      const basic = pair(await session(probe, people.admin))
      // The server's clock need not be ours; the account was made at its present.
      const login = await session(probe, await signedUp(probe))
      const answer = await send('getUser', 200, { basic, path: { id: login.key } })
      const lifetime = (Date.parse(login.expires) - Date.parse(answer.body.created)) / 1_000
      answer.holds('fourteen days from the login', lifetime >= 14 * day && lifetime < 14 * day + 60, lifetime)
      await hooks.advanceClock?.(14 * day - 10)
      await lives(probe, login)
      await hooks.advanceClock?.(10)
      await isDead(probe, login)
    },
  },
  {
    title: 'sign-up, login and refresh say the same of when a token ends',
    tags: ['lifetime'],
    facts: ['KH-09', 'KH-40'],
    needs: ['server'],
    async run(probe) {
      const { login, ...person } = await signedUp(probe)
      const again = await probe.send('createToken', 200, { json: loginBody(person, probe.people.client) })
      const next = await probe.send('refreshToken', 200, { json: refreshBody(again.body, probe.people.client) })
      for (const answer of [again, next]) {
        const later = (Date.parse(answer.body.expires) - Date.parse(login.expires)) / 1_000
        answer.holds('the end that a sign-up a moment ago said', later >= 0 && later < 5, later)
      }
    },
  },
  {
    title: 'an account has at most a hundred live logins; the oldest makes room',
    tags: ['revocation'],
    facts: ['KH-70'],
    needs: ['server', 'guessing'],
    async run(probe) {
      const first = await session(probe, probe.people.ordinary)
      const second = await session(probe, probe.people.ordinary)
      for (let count = 0; count < 99; count++) await session(probe, probe.people.ordinary)
      await isDead(probe, first)
      await probe.send('refreshToken', 400, { json: refreshBody(first, probe.people.client) })
      await lives(probe, second)
      await probe.send('refreshToken', 200, { json: refreshBody(second, probe.people.client) })
    },
  },
])
