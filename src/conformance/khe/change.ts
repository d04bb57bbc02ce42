import { checksOf, isDead, lives, loginBody, pair, refreshBody, session } from './probe.ts'

const newPassword = 'another-password-of-some-length'

/** What a user may change, and of whom. */
export const change = checksOf('updateUser', [
  {
    title: 'a new e-mail is answered with the identifier',
    tags: ['form'],
    facts: ['KH-12', 'KH-44'],
    async run(probe) {
      const basic = pair(await session(probe, probe.people.ordinary))
      const answer = await probe.send('updateUser', 200, { basic, json: { email: 'ada.lovelace@example.com' } })
      const members = { _id: basic[0], email: 'ada.lovelace@example.com' }
      answer.is('the members', Object.keys(members), Object.keys(answer.body))
    },
  },
  {
    title: 'the account is found under its new e-mail alone, kept in lower case',
    tags: ['form'],
    facts: ['KH-10', 'KH-12', 'KH-29', 'KH-44'],
    needs: ['server'],
    async run(probe) {
      const { send, people } = probe
      const login = await session(probe, people.ordinary)
      const answer = await send('updateUser', 200, { basic: pair(login), json: { email: 'Ada.Lovelace@Example.com' } })
      answer.is('the body', { _id: login.key, email: 'ada.lovelace@example.com' }, answer.body)
      await session(probe, { ...people.ordinary, email: 'ada.lovelace@example.com' })
      await send('createToken', 400, { json: loginBody(people.ordinary) })
      await lives(probe, login)
    },
  },
  {
    title: 'whoever had the old address is told of the change',
    tags: ['form'],
    facts: ['KH-74'],
    needs: ['server', 'readMessage'],
    async run(probe) {
      const { send, hooks, people } = probe
      const basic = pair(await session(probe, people.ordinary))
      await send('updateUser', 200, { basic, json: { email: people.ordinary.email.toUpperCase() } })
      const silence = (await hooks.readMessage?.(people.ordinary.email)) ?? ''
      const answer = await send('updateUser', 200, { basic, json: { email: 'ada.lovelace@example.com' } })
      const message = (await hooks.readMessage?.(people.ordinary.email)) ?? ''
      answer.is('a message about no change', '', silence)
      answer.holds('a message that names the new address', message.includes('ada.lovelace@example.com'), message)
    },
  },
  {
    title: 'an e-mail that another account has is a conflict, and nothing is changed',
    tags: ['form'],
    facts: ['KH-31'],
    needs: ['server'],
    async run(probe) {
      const { send, people } = probe
      const basic = pair(await session(probe, people.ordinary))
      for (const email of [people.admin.email, people.admin.email.toUpperCase()]) {
        const answer = await send('updateUser', 409, { basic, json: { email, password: newPassword } })
        answer.is('the errors', ['That email is already taken'], answer.body.errors)
      }
      await session(probe, people.ordinary)
      await session(probe, people.admin)
    },
  },
  {
    title: 'a new password ends every other login of the user, and no one else’s',
    tags: ['revocation', 'passwords'],
    facts: ['KH-45', 'KH-73'],
    needs: ['server'],
    async run(probe) {
      const { send, people } = probe
      const [own, other] = [await session(probe, people.ordinary), await session(probe, people.ordinary, 'mocha')]
      const somebody = await session(probe, people.admin)
      await send('updateUser', 200, { basic: pair(own), json: { password: newPassword } })
      await isDead(probe, other)
      await send('refreshToken', 400, { json: refreshBody(other, 'mocha') })
      await lives(probe, somebody)
      await lives(probe, own)
      await send('refreshToken', 200, { json: refreshBody(own) })
      await send('createToken', 400, { json: loginBody(people.ordinary) })
      await session(probe, { ...people.ordinary, password: newPassword })
    },
  },
  {
    title: 'e-mail and password may be changed together, or neither',
    tags: ['form'],
    facts: ['KH-45'],
    needs: ['server'],
    async run(probe) {
      const { send, people } = probe
      const login = await session(probe, people.ordinary)
      const unchanged = await send('updateUser', 200, { basic: pair(login), json: {} })
      unchanged.is('the body', { _id: login.key, email: people.ordinary.email }, unchanged.body)
      const changes = { email: 'both@example.com', password: newPassword }
      await send('updateUser', 200, { basic: pair(login), json: changes })
      await session(probe, changes)
    },
  },
  {
    title: 'a form does what JSON does',
    tags: ['http'],
    facts: ['KH-54'],
    async run(probe) {
      const basic = pair(await session(probe, probe.people.ordinary))
      await probe.send('updateUser', 200, { basic, form: { email: 'ada.lovelace@example.com' } })
    },
  },
  {
    title: 'an e-mail and a password keep the rules of a sign-up',
    tags: ['validation', 'passwords'],
    facts: ['KH-49'],
    async run(probe) {
      const basic = pair(await session(probe, probe.people.ordinary))
      for (const json of [{ email: 'ada' }, { email: '' }, { password: '1234567' }, { password: 'é'.repeat(513) }]) {
        await probe.send('updateUser', 400, { basic, json })
      }
    },
  },
  {
    title: 'nobody changes a role, or another user',
    tags: ['authorization'],
    facts: ['KH-61', 'KH-76'],
    needs: ['server'],
    async run(probe) {
      const { send, people } = probe
      const login = await session(probe, people.ordinary)
      const admin = await session(probe, people.admin)
      const email = 'changed@example.com'
      for (const extra of [{ role: 'admin' }, { _id: admin.key }, { id: admin.key }, { key: admin.key }]) {
        await send('updateUser', 400, { basic: pair(login), json: { email, ...extra } })
      }
      await send('updateUser', 200, { basic: pair(login), json: { email } })
      const { body } = await send('listUsers', 200, { basic: pair(admin) })
      const answer = await send('getUser', 200, { basic: pair(admin), path: { id: login.key } })
      answer.is('the role', 'attendee', answer.body.role)
      const emails = body.users.map((user) => user.email).sort()
      answer.is('the e-mails', [email, people.admin.email].sort(), emails)
    },
  },
])
