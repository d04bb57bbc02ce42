import { freshEmail, freshWord, newcomer } from '../../fresh.ts'
import { checksOf, loginBody, pair, refreshBody, session } from './probe.ts'

/** Signing up, and the rules of e-mails and passwords. */
export const signUp = checksOf('createUser', [
  {
    title: 'a new account is an attendee, and logged in as a login would',
    tags: ['authentication', 'authorization'],
    facts: ['KH-06', 'KH-25', 'KH-27'],
    async run({ send, people: { client } }) {
      const lin = newcomer()
      const answer = await send('createUser', 201, { json: loginBody(lin, client) })
      answer.is('the role', 'attendee', answer.body.role)
    },
  },
  {
    title: 'what it issues works, and the account logs in from then on under the same key',
    tags: ['authentication'],
    facts: ['KH-03', 'KH-06', 'KH-22', 'KH-27', 'KH-29'],
    needs: ['server'],
    async run(probe) {
      const { send, people } = probe
      const lin = newcomer()
      const mixed = { ...lin, email: lin.email.replace('c', 'C') }
      const answer = await send('createUser', 201, { json: loginBody(mixed, people.client) })
      const own = await send('updateUser', 200, { basic: pair(answer.body), json: {} })
      own.is('the e-mail', lin.email, own.body.email)
      answer.is('the key', answer.body.key, (await session(probe, lin)).key)
      await send('refreshToken', 200, { json: refreshBody(answer.body, probe.people.client) })
    },
  },
  {
    title: 'an e-mail that is taken, however it is spelt, is a conflict, and nothing is changed',
    tags: ['form'],
    facts: ['KH-29', 'KH-31'],
    needs: ['server'],
    async run(probe) {
      const { ordinary, client } = probe.people
      const { email } = ordinary
      for (const spelling of [email, email.toUpperCase()]) {
        const json = loginBody({ email: spelling, password: 'another-password' }, client)
        const answer = await probe.send('createUser', 409, { json })
        answer.is('the errors', ['That email is already in use'], answer.body.errors)
      }
      await probe.send('createToken', 400, { json: loginBody({ email, password: 'another-password' }, client) })
      await session(probe, ordinary)
    },
  },
  {
    title: 'nobody gives themselves a role or an identifier, and a refused sign-up makes no account',
    tags: ['authorization'],
    facts: ['KH-61'],
    needs: ['server'],
    async run({ send, people: { client } }) {
      const lin = newcomer()
      const extras = [
        { role: 'admin' },
        { _id: '0'.repeat(24) },
        { id: '0'.repeat(24) },
        { key: '0'.repeat(24) },
        { created: 0 },
      ]
      for (const extra of extras) {
        const answer = await send('createUser', 400, { json: { ...loginBody(lin, client), ...extra } })
        answer.holds('a message', answer.body.errors.length > 0, answer.body.errors)
      }
      const answer = await send('createUser', 201, { json: loginBody(lin, client) })
      answer.is('the role', 'attendee', answer.body.role)
    },
  },
  {
    title: 'a member too many is refused',
    tags: ['validation'],
    facts: ['KH-61'],
    async run({ send, people: { client } }) {
      const lin = newcomer()
      await send('createUser', 400, { json: { ...loginBody(lin, client), role: 'admin' } })
    },
  },
  {
    title: 'a password is 8 to 1,024 bytes of any kind',
    tags: ['passwords'],
    facts: ['KH-49'],
    needs: ['server'],
    async run({ send, people: { client } }) {
      const lin = newcomer()
      for (const password of ['1234567', 'é'.repeat(3), 'é'.repeat(513), 'x'.repeat(1_025)]) {
        await send('createUser', 400, { json: loginBody({ ...lin, password }, client) })
      }
      const good = ['12345678', '🔑🔑', ' '.repeat(8), 'é'.repeat(512), 'x'.repeat(1_024)]
      for (const password of good) {
        const person = { email: freshEmail(), password }
        await send('createUser', 201, { json: loginBody(person, client) })
        await send('createToken', 200, { json: loginBody(person, client) })
      }
    },
  },
  {
    title: 'a text that is no e-mail is refused',
    tags: ['validation'],
    facts: ['KH-49'],
    async run({ send, people: { client } }) {
      const lin = newcomer()
      for (const email of [
        'lin',
        'lin@',
        '@example.com',
        'lin@example.com ',
        'a@b\r\nBcc: c@d',
        `${'l'.repeat(250)}@example.com`,
      ]) {
        await send('createUser', 400, { json: loginBody({ ...lin, email }, client) })
      }
    },
  },
  {
    title: 'an unknown client is refused, and no account made',
    tags: ['authentication'],
    facts: ['KH-26'],
    needs: ['server'],
    async run({ send, people: { client } }) {
      const lin = newcomer()
      const answer = await send('createUser', 400, { json: loginBody(lin, freshWord()) })
      answer.is('the errors', ['Invalid client ID'], answer.body.errors)
      await send('createUser', 201, { json: loginBody(lin, client) })
    },
  },
  {
    title: 'so many sign-ups of one network address are taken within an hour',
    tags: ['throttling'],
    facts: ['KH-81'],
    needs: ['server', 'guessing', 'settings.signUpsPerAddress', 'reset'],
    async run({ send, hooks, people: { client } }) {
      await hooks.changeSettings?.({ signUpsPerAddress: 2 })
      for (const status of [201, 201, 429] as const)
        await send('createUser', status, { json: loginBody(newcomer(), client) })
    },
  },
  {
    title: 'trying e-mails out is slowed down, for one that is free too',
    tags: ['throttling'],
    facts: ['KH-64', 'KH-78'],
    needs: ['server', 'guessing', 'settings.failuresPerAddress', 'reset'],
    async run({ send, hooks, people: { ordinary, client } }) {
      const lin = newcomer()
      await hooks.changeSettings?.({ failuresPerAddress: 5 })
      for (let count = 0; count < 5; count++) await send('createUser', 409, { json: loginBody(ordinary, client) })
      await send('createUser', 429, { json: loginBody(ordinary, client) })
      await send('createUser', 429, { json: loginBody(lin, client) })
    },
  },
])
