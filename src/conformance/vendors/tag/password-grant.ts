import { freshEmail } from '../../fresh.ts'
import { checksOf, ownUser, tokenRequest, userRequest, userTokens } from './probe.ts'

/** Which users and passwords are taken, and what is told of others. */
export const passwordGrant = checksOf('createAccessToken', [
  {
    title: 'an unknown user and a wrong password get one 400',
    tags: ['authentication', 'enumeration'],
    facts: ['TG-32', 'TG-85'],
    needs: ['server'],
    async run({ send, people: { client, ordinary } }) {
      const ask = (email: string, password: string) =>
        send('createAccessToken', 400, userRequest(client, { email, password }))
      const wrong = await ask(ordinary.email, 'not-the-password')
      wrong.is('the code', 'invalid_grant', wrong.body.error)
      for (const other of [await ask(freshEmail(), 'not-the-password'), await ask(ordinary.email, '123456')])
        other.saysAs(wrong)
      // A success forgives the failures.
      await send('createAccessToken', 200, userRequest(client, ordinary))
    },
  },
  {
    title: 'a password is compared to the letter, a name is not',
    tags: ['passwords'],
    facts: ['TG-32'],
    needs: ['server'],
    async run({ send, people: { client, ordinary } }) {
      const { email, password } = ordinary
      for (const near of [password.toUpperCase(), `${password} `, password.slice(0, -1)])
        await send('createAccessToken', 400, userRequest(client, { email, password: near }))
      await send('createAccessToken', 200, userRequest(client, { email: email.toUpperCase(), password }))
    },
  },
  {
    title: 'a disabled user is refused like a wrong password, and their tokens end',
    tags: ['authentication', 'revocation', 'enumeration'],
    facts: ['TG-77'],
    needs: ['server', 'createAccount', 'disableAccount'],
    async run(probe) {
      const { send, hooks, people } = probe
      const person = await ownUser(probe)
      const pair = await userTokens(probe, person)
      const wrong = { ...person, password: 'not-the-password' }
      const refused = await send('createAccessToken', 400, userRequest(people.client, wrong))
      await hooks.disableAccount?.(person.email, true)
      const disabled = await send('createAccessToken', 400, userRequest(people.client, person))
      disabled.saysAs(refused)
      await send('listDelegates', 401, { bearer: pair.access })
      const refresh = { grant_type: 'refresh_token', refresh_token: pair.refresh }
      await send('createAccessToken', 400, tokenRequest(people.client, refresh))
    },
  },
])
