import { freshWord, newcomer } from '../../fresh.ts'
import { checksOf, guess, type KheProbe, lives, pair, refreshBody, type Session, session } from './probe.ts'

/** Trades a login's refresh token in. */
async function refreshed({ send, people }: KheProbe, login: Session): Promise<Session> {
  const { body } = await send('refreshToken', 200, { json: refreshBody(login, people.client) })
  return body
}

async function isRefused({ send, people }: KheProbe, login: Session): Promise<void> {
  const answer = await send('refreshToken', 400, { json: refreshBody(login, people.client) })
  answer.is('the errors', ['Invalid refresh token'], answer.body.errors)
}

/** Refresh tokens: what they buy, and how they end. */
export const refresh = checksOf('refreshToken', [
  {
    title: 'a refresh token buys key, token, refresh and expires',
    tags: ['rotation', 'form'],
    facts: ['KH-15', 'KH-16', 'KH-17', 'KH-22', 'KH-23', 'KH-24', 'KH-37'],
    async run(probe) {
      const login = await session(probe, probe.people.ordinary)
      const answer = await probe.send('refreshToken', 200, { json: refreshBody(login, probe.people.client) })
      const { role = 'attendee' } = answer.body
      answer.is('the key', login.key, answer.body.key)
      answer.is('the role, where there is one', 'attendee', role)
    },
  },
  {
    title: 'it takes no credential, and looks at none',
    tags: ['authentication'],
    facts: ['KH-03', 'KH-38'],
    needs: ['server'],
    async run(probe) {
      const login = await session(probe, probe.people.ordinary)
      await probe.send('refreshToken', 200, { json: refreshBody(login, probe.people.client), basic: ['x', 'y'] })
    },
  },
  {
    title: 'with another key it is refused without harm',
    tags: ['rotation', 'authorization'],
    facts: ['KH-51', 'KH-59'],
    needs: ['server'],
    async run(probe) {
      const login = await session(probe, probe.people.ordinary)
      const other = await session(probe, probe.people.admin)
      await isRefused(probe, { ...login, key: other.key })
      await isRefused(probe, { ...login, key: guess(0).key })
      await lives(probe, login)
      await refreshed(probe, login)
    },
  },
  {
    title: 'an unknown client is refused',
    tags: ['authentication', 'rotation'],
    facts: ['KH-26'],
    needs: ['server'],
    async run(probe) {
      const login = await session(probe, probe.people.ordinary)
      const answer = await probe.send('refreshToken', 400, { json: refreshBody(login, freshWord()) })
      answer.is('the errors', ['Invalid client ID'], answer.body.errors)
      await refreshed(probe, login)
    },
  },
  {
    title: 'a disabled account refreshes nothing',
    tags: ['revocation', 'rotation'],
    facts: ['KH-71'],
    needs: ['server', 'createAccount', 'disableAccount'],
    async run(probe) {
      const person = newcomer()
      await probe.hooks.createAccount?.(person)
      const login = await session(probe, person)
      await probe.hooks.disableAccount?.(person.email, true)
      await isRefused(probe, login)
    },
  },
  {
    title: 'guessing is slowed down, for a good one too',
    tags: ['throttling'],
    facts: ['KH-64'],
    needs: ['server', 'guessing', 'reset'],
    async run(probe) {
      const login = await session(probe, probe.people.ordinary)
      for (let count = 0; count < 100; count++) {
        await isRefused(probe, { ...login, refresh: guess(count).token })
      }
      await probe.send('refreshToken', 429, { json: refreshBody(login, probe.people.client) })
      await probe.send('updateUser', 429, { basic: pair(login), json: {} })
    },
  },
  {
    title: 'a dead one is no guess',
    tags: ['throttling'],
    facts: ['KH-64'],
    needs: ['server', 'guessing'],
    async run(probe) {
      const login = await session(probe, probe.people.ordinary)
      await probe.send('deleteToken', 200, { basic: pair(login), json: { client: probe.people.client } })
      for (let count = 0; count < 101; count++) await isRefused(probe, login)
    },
  },
])
