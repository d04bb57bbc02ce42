import { freshWord, newcomer } from '../../fresh.ts'
import { checksOf, guess, isDead, type KheProbe, lives, pair, refreshBody, type Session, session } from './probe.ts'

const day = 86_400

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
    facts: ['KH-16', 'KH-17', 'KH-23', 'KH-24', 'KH-37'],
    async run(probe) {
      const login = await session(probe, probe.people.ordinary)
      const answer = await probe.send('refreshToken', 200, { json: refreshBody(login, probe.people.client) })
      const { role = 'attendee' } = answer.body
      answer.is('the role, where there is one', 'attendee', role)
    },
  },
  {
    title: 'both secrets are new, the key stays, and those before are dead',
    tags: ['rotation'],
    facts: ['KH-09', 'KH-15', 'KH-18', 'KH-22', 'KH-42', 'KH-58'],
    needs: ['server'],
    async run(probe) {
      const first = await session(probe, probe.people.ordinary)
      const answer = await probe.send('refreshToken', 200, { json: refreshBody(first, probe.people.client) })
      const second = answer.body
      answer.is('the key', first.key, second.key)
      const secrets = new Set([first.token, first.refresh, second.token, second.refresh])
      answer.is('the number of secrets', 4, secrets.size)
      answer.holds('a later end', second.expires >= first.expires, second.expires)
      await isDead(probe, first)
      await lives(probe, second)
      await lives(probe, await refreshed(probe, second))
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
    title: 'a form does what JSON does',
    tags: ['http'],
    facts: ['KH-54'],
    async run(probe) {
      const login = await session(probe, probe.people.ordinary)
      await probe.send('refreshToken', 200, { form: refreshBody(login, probe.people.client) })
    },
  },
  {
    title: 'it works after the token has expired',
    tags: ['lifetime', 'rotation'],
    facts: ['KH-39'],
    needs: ['server', 'advanceClock'],
    async run(probe) {
      const login = await session(probe, probe.people.ordinary)
      await probe.hooks.advanceClock?.(14 * day)
      await isDead(probe, login)
      await lives(probe, await refreshed(probe, login))
    },
  },
  {
    title: 'a login can be refreshed for sixty days, however often it was',
    tags: ['lifetime', 'rotation'],
    facts: ['KH-57'],
    needs: ['server', 'advanceClock'],
    async run(probe) {
      let login = await session(probe, probe.people.ordinary)
      for (let count = 0; count < 5; count++) {
        await probe.hooks.advanceClock?.(10 * day)
        login = await refreshed(probe, login)
      }
      await probe.hooks.advanceClock?.(10 * day - 10)
      login = await refreshed(probe, login)
      await probe.hooks.advanceClock?.(10)
      await isRefused(probe, login)
      await lives(probe, login)
    },
  },
  {
    title: 'a replay of the direct predecessor at once is refused without harm',
    tags: ['rotation'],
    facts: ['KH-58'],
    needs: ['server'],
    async run(probe) {
      const first = await session(probe, probe.people.ordinary)
      const second = await refreshed(probe, first)
      await isRefused(probe, first)
      await lives(probe, second)
      await lives(probe, await refreshed(probe, second))
    },
  },
  {
    title: 'a replay after ten seconds ends the login, and no other',
    tags: ['revocation', 'rotation'],
    facts: ['KH-56', 'KH-58'],
    needs: ['server', 'advanceClock'],
    async run(probe) {
      const first = await session(probe, probe.people.ordinary)
      const other = await session(probe, probe.people.ordinary)
      const second = await refreshed(probe, first)
      await probe.hooks.advanceClock?.(10)
      await isRefused(probe, first)
      await isDead(probe, second)
      await isRefused(probe, second)
      await lives(probe, other)
    },
  },
  {
    title: 'a replay of an older one ends the login at once',
    tags: ['revocation', 'rotation'],
    facts: ['KH-56', 'KH-58'],
    needs: ['server'],
    async run(probe) {
      const first = await session(probe, probe.people.ordinary)
      const third = await refreshed(probe, await refreshed(probe, first))
      await isRefused(probe, first)
      await isDead(probe, third)
      await isRefused(probe, third)
    },
  },
  {
    title: 'with another client or another key it is refused without harm',
    tags: ['rotation', 'authorization'],
    facts: ['KH-51', 'KH-59'],
    needs: ['server'],
    async run(probe) {
      const login = await session(probe, probe.people.ordinary)
      const other = await session(probe, probe.people.admin)
      await probe.send('refreshToken', 400, { json: refreshBody(login, probe.people.otherClient) })
      await isRefused(probe, { ...login, key: other.key })
      await isRefused(probe, { ...login, key: guess(0).key })
      await lives(probe, login)
      await refreshed(probe, login)
    },
  },
  {
    title: 'what is no live refresh token is refused alike',
    tags: ['rotation'],
    facts: ['KH-51'],
    needs: ['server'],
    async run(probe) {
      const login = await session(probe, probe.people.ordinary)
      for (const text of [guess(1).token, login.token, login.key, 'x', login.refresh.toUpperCase()]) {
        await isRefused(probe, { ...login, refresh: text })
      }
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
