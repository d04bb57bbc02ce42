import { freshWord } from '../../fresh.ts'
import { checksOf, isDead, lives, pair, session } from './probe.ts'

/** Logging out. */
export const logout = checksOf('deleteToken', [
  {
    title: 'it answers an empty object',
    tags: ['form'],
    facts: ['KH-19', 'KH-43', 'KH-44'],
    async run(probe) {
      const { client } = probe.people
      const basic = pair(await session(probe, probe.people.ordinary))
      const answer = await probe.send('deleteToken', 200, { basic, json: { client } })
      answer.holds('a JSON object', typeof answer.body === 'object' && answer.body !== null, answer.body)
    },
  },
  {
    title: 'the client is that of the body, not that of the token',
    tags: ['revocation', 'authorization'],
    facts: ['KH-60'],
    needs: ['server'],
    async run(probe) {
      const { otherClient } = probe.people
      const login = await session(probe, probe.people.ordinary)
      const elsewhere = await session(probe, probe.people.ordinary, otherClient)
      await probe.send('deleteToken', 200, { basic: pair(login), json: { client: otherClient } })
      await lives(probe, login)
      await isDead(probe, elsewhere)
    },
  },
  {
    title: 'the body is required and judged, though it is the body of a DELETE',
    tags: ['validation'],
    facts: ['KH-43', 'KH-61', 'KH-72'],
    async run(probe) {
      const { client } = probe.people
      const basic = pair(await session(probe, probe.people.ordinary))
      for (const json of [{}, { client: '' }, { client: 1 }, { clint: client }, { client, all: true }]) {
        await probe.send('deleteToken', 400, { basic, json })
      }
      await probe.send('deleteToken', 400, { basic, raw: { type: 'application/json', body: '' } })
    },
  },
  {
    title: 'a refused one ends nothing, and says what is wrong',
    tags: ['revocation', 'validation'],
    facts: ['KH-26', 'KH-43'],
    needs: ['server'],
    async run(probe) {
      const login = await session(probe, probe.people.ordinary)
      const missing = await probe.send('deleteToken', 400, { basic: pair(login), json: {} })
      missing.holds(
        'a message that names client',
        missing.body.errors.some((error) => error.includes('client')),
        missing.body.errors,
      )
      const unknown = await probe.send('deleteToken', 400, { basic: pair(login), json: { client: freshWord() } })
      unknown.is('the errors', ['Invalid client ID'], unknown.body.errors)
      await lives(probe, login)
    },
  },
])
