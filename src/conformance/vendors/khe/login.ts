import { freshWord } from '../../fresh.ts'
import { checksOf, lives, loginBody, session } from './probe.ts'

/** What logging in issues, and to whom. */
export const login = checksOf('createToken', [
  {
    title: 'an e-mail and a password buy role, key, token, refresh and expires',
    tags: ['authentication', 'form'],
    facts: ['KH-02', 'KH-06', 'KH-07', 'KH-08', 'KH-22', 'KH-23', 'KH-24', 'KH-28'],
    async run({ send, people: { ordinary, client } }) {
      const answer = await send('createToken', 200, { json: loginBody(ordinary, client) })
      answer.is('the role', 'attendee', answer.body.role)
    },
  },
  {
    title: 'the role is that of the account',
    tags: ['authorization'],
    facts: ['KH-08', 'KH-25'],
    needs: ['server'],
    async run({ send, people: { admin, client } }) {
      const answer = await send('createToken', 200, { json: loginBody(admin, client) })
      answer.is('the role', 'admin', answer.body.role)
    },
  },
  {
    title: 'it takes no credential, and looks at none',
    tags: ['authentication'],
    facts: ['KH-03'],
    needs: ['server'],
    async run({ send, people: { ordinary, client } }) {
      await send('createToken', 200, { json: loginBody(ordinary, client), basic: ['x', 'y'] })
    },
  },
  {
    title: 'each login is one of its own under one key; earlier ones live on',
    tags: ['authentication'],
    facts: ['KH-10', 'KH-22', 'KH-41'],
    needs: ['server'],
    async run(probe) {
      const { send, people } = probe
      const first = await session(probe, people.ordinary)
      const answer = await send('createToken', 200, { json: loginBody(people.ordinary, people.client) })
      const second = answer.body
      answer.is('the key', first.key, second.key)
      const secrets = new Set([first.token, first.refresh, second.token, second.refresh])
      answer.is('the number of secrets', 4, secrets.size)
      await lives(probe, first)
      await lives(probe, second)
    },
  },
  {
    title: 'a refusal says what the vendor says',
    tags: ['form'],
    facts: ['KH-30', 'KH-32'],
    needs: ['server'],
    async run({ send, people: { ordinary, client } }) {
      const wrong = await send('createToken', 400, {
        json: loginBody({ ...ordinary, password: 'not-the-password' }, client),
      })
      wrong.is('the errors', ['Email or password incorrect'], wrong.body.errors)
      await send('createToken', 200, { json: loginBody(ordinary, client) })
    },
  },
  {
    title: 'a text that is no e-mail is a login like any other',
    tags: ['enumeration', 'form'],
    facts: ['KH-30', 'KH-49'],
    needs: ['server'],
    async run({ send, people: { client } }) {
      const json = loginBody({ email: freshWord(), password: 'x' }, client)
      const answer = await send('createToken', 400, { json })
      answer.is('the errors', ['Email or password incorrect'], answer.body.errors)
    },
  },
  {
    title: 'an unknown client is refused before the login is looked at',
    tags: ['authentication'],
    facts: ['KH-26'],
    needs: ['server'],
    async run({ send, people: { ordinary, client, otherClient } }) {
      for (const person of [ordinary, { ...ordinary, password: 'not-the-password' }]) {
        const answer = await send('createToken', 400, { json: loginBody(person, freshWord()) })
        answer.is('the errors', ['Invalid client ID'], answer.body.errors)
      }
      await send('createToken', 400, { json: loginBody(ordinary, client.toUpperCase()) })
      await send('createToken', 200, { json: loginBody(ordinary, otherClient) })
    },
  },
])
