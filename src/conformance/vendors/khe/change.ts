import { freshEmail } from '../../fresh.ts'
import { checksOf, isDead, lives, loginBody, pair, refreshBody, session, signedUp } from './probe.ts'

const newPassword = 'another-password-of-some-length'

/** What a user may change, and of whom. */
export const change = checksOf('updateUser', [
  {
    title: 'a new e-mail is answered with the identifier',
    tags: ['form'],
    facts: ['KH-12', 'KH-44'],
    async run(probe) {
      const basic = pair((await signedUp(probe)).login)
      await probe.send('updateUser', 200, { basic, json: { email: freshEmail() } })
    },
  },
  {
    title: 'the account is found under its new e-mail alone, kept in lower case',
    tags: ['form'],
    facts: ['KH-10', 'KH-12', 'KH-29', 'KH-44'],
    needs: ['server'],
    async run(probe) {
      const { send, people } = probe
      const { login, ...person } = await signedUp(probe)
      const email = freshEmail()
      const answer = await send('updateUser', 200, { basic: pair(login), json: { email: email.replace('c', 'C') } })
      answer.has('the body', { _id: login.key, email }, answer.body)
      await session(probe, { ...person, email })
      await send('createToken', 400, { json: loginBody(person, people.client) })
      await lives(probe, login)
    },
  },
  {
    title: 'whoever had the old address is told of the change',
    tags: ['form'],
    facts: ['KH-74'],
    needs: ['server', 'readMessage'],
    async run(probe) {
      const { send, hooks } = probe
      const { login, email: old } = await signedUp(probe)
      const [basic, email] = [pair(login), freshEmail()]
      await send('updateUser', 200, { basic, json: { email: old.toUpperCase() } })
      const silence = (await hooks.readMessage?.(old)) ?? ''
      const answer = await send('updateUser', 200, { basic, json: { email } })
      const message = (await hooks.readMessage?.(old)) ?? ''
      answer.is('a message about no change', '', silence)
      answer.holds('a message that names the new address', message.includes(email), message)
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
      const { login: own, ...person } = await signedUp(probe)
      const other = await session(probe, person, people.otherClient)
      const somebody = await session(probe, people.admin)
      await send('updateUser', 200, { basic: pair(own), json: { password: newPassword } })
      await isDead(probe, other)
      await send('refreshToken', 400, { json: refreshBody(other, people.otherClient) })
      await lives(probe, somebody)
      await lives(probe, own)
      await send('refreshToken', 200, { json: refreshBody(own, people.client) })
      await send('createToken', 400, { json: loginBody(person, people.client) })
      await session(probe, { ...person, password: newPassword })
    },
  },
  {
    title: 'e-mail and password may be changed together, or neither',
    tags: ['form'],
    facts: ['KH-45'],
    needs: ['server'],
    async run(probe) {
      const { send } = probe
      const { login, email } = await signedUp(probe)
      const unchanged = await send('updateUser', 200, { basic: pair(login), json: {} })
      unchanged.has('the body', { _id: login.key, email }, unchanged.body)
      const changes = { email: freshEmail(), password: newPassword }
      await send('updateUser', 200, { basic: pair(login), json: changes })
      await session(probe, changes)
    },
  },
  {
    title: 'so many e-mails are changed within an hour by one network address, and beyond that nothing',
    tags: ['throttling'],
    facts: ['KH-82'],
    needs: ['server', 'guessing', 'settings.messagesPerAddress', 'reset'],
    async run(probe) {
      const { send, hooks, people } = probe
      const { login } = await signedUp(probe)
      const person = { email: freshEmail(), password: newPassword }
      await hooks.changeSettings?.({ messagesPerAddress: 1 })
      await send('updateUser', 200, { basic: pair(login), json: person })
      const another = { email: freshEmail(), password: `${newPassword}-2` }
      await send('updateUser', 429, { basic: pair(login), json: another })
      await send('createToken', 400, { json: loginBody(another, people.client) })
      await send('updateUser', 200, { basic: pair(await session(probe, person)), json: { password: newPassword } })
    },
  },
  {
    title: 'so many passwords are changed within an hour by one network address',
    tags: ['throttling', 'passwords'],
    facts: ['KH-83'],
    needs: ['server', 'guessing', 'settings.passwordsPerAddress', 'reset'],
    async run(probe) {
      const { send, hooks } = probe
      const basic = pair((await signedUp(probe)).login)
      await hooks.changeSettings?.({ passwordsPerAddress: 2 })
      // The sign-up has had the first.
      await send('updateUser', 200, { basic, json: { password: newPassword } })
      await send('updateUser', 429, { basic, json: { password: newPassword } })
    },
  },
  {
    title: 'nobody changes a role, or another user',
    tags: ['authorization'],
    facts: ['KH-61', 'KH-76'],
    needs: ['server'],
    async run(probe) {
      const { send, people } = probe
      const [{ login }, email] = [await signedUp(probe), freshEmail()]
      const admin = await session(probe, people.admin)
      for (const extra of [{ role: 'admin' }, { _id: admin.key }, { id: admin.key }, { key: admin.key }]) {
        await send('updateUser', 400, { basic: pair(login), json: { email, ...extra } })
      }
      await send('updateUser', 200, { basic: pair(login), json: { email } })
      const answer = await send('getUser', 200, { basic: pair(admin), path: { id: login.key } })
      answer.is('the role', 'attendee', answer.body.role)
      answer.is('the e-mail', email, answer.body.email)
      const unchanged = await send('getUser', 200, { basic: pair(admin), path: { id: admin.key } })
      unchanged.is('the e-mail of the other', people.admin.email, unchanged.body.email)
    },
  },
])
