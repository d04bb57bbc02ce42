import { isChallenged } from '../../challenge.ts'
import { basicChallenge, checksOf, keysOf, loginOf, stranger, withKey } from './probe.ts'

/** What the two keys of a user promise. */
export const keys = checksOf('getCurrentUser', [
  {
    title: 'each login and either key show the same user with the same two keys',
    tags: ['authentication', 'authorization'],
    facts: ['IN-01', 'IN-03', 'IN-07', 'IN-15', 'IN-16', 'IN-23', 'IN-24', 'IN-28', 'IN-30', 'IN-31', 'IN-40', 'IN-73'],
    needs: ['server'],
    async run(probe) {
      const { send, people } = probe
      for (const person of [people.ordinary, people.other]) {
        const login = await send('login', 200, loginOf(person))
        const { response: user } = login.body
        login.is('the address', person.email, user.email)
        login.is('activated and verified', [true, true], [user.activated, user.email_verified])
        const { live, test } = await keysOf(probe, person)
        const json = { ...Object(loginOf(person).json), request_root: true }
        const answers = [
          await send('login', 200, { json }),
          await send('getCurrentUser', 200, withKey(test)),
          // A content type without a body is ignored.
          await send('getCurrentUser', 200, { ...withKey(live), headers: [['Content-Type', 'text/plain']] }),
        ]
        for (const answer of answers) answer.is('the user', user, answer.body.response)
      }
    },
  },
  {
    title: 'a key has its own prefix and UUID, and a password that is empty or the key again',
    tags: ['authentication'],
    facts: ['IN-08', 'IN-12', 'IN-32', 'IN-39', 'IN-44', 'IN-70'],
    needs: ['server'],
    async run(probe) {
      const { live, test } = await keysOf(probe, probe.people.ordinary)
      for (const key of [live, test]) await probe.send('getCurrentUser', 200, { basic: [key, key] })
      const [id, otherId] = [live, test].map((key) => key.slice('user-live-'.length))
      const names = [`user-test-${id}`, `user-live-${otherId}`, `team-live-${id}`, 'user-live-', `${id}`]
      const passwords = [' ', ':', live.toUpperCase(), test, probe.people.ordinary.password]
      const pairs = [...names.map((name) => [name, ''] as const), ...passwords.map((each) => [live, each] as const)]
      for (const basic of [...pairs, ['', live] as const])
        isChallenged(await probe.send('getCurrentUser', 401, { basic }), basicChallenge)
    },
  },
  {
    title: 'enabling a disabled account brings its keys back',
    tags: ['revocation'],
    facts: ['IN-63'],
    needs: ['server', 'createAccount', 'disableAccount'],
    async run(probe) {
      const { email, password } = stranger()
      await probe.hooks.createAccount?.({ email, password })
      const { live, test } = await keysOf(probe, { email, password })
      await probe.hooks.disableAccount?.(email, true)
      for (const key of [live, test]) await probe.send('getCurrentUser', 401, withKey(key))
      await probe.hooks.disableAccount?.(email, false)
      for (const key of [live, test]) await probe.send('getCurrentUser', 200, withKey(key))
    },
  },
])
