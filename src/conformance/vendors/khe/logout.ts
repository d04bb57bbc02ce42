import { freshWord } from '../../fresh.ts'
import { checksOf, isDead, lives, pair, refreshBody, session } from './probe.ts'

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
    title: 'all that the user has for the client ends at once, and nothing else',
    tags: ['revocation'],
    facts: ['KH-19', 'KH-50', 'KH-60'],
    needs: ['server'],
    async run(probe) {
      const { client, otherClient } = probe.people
      const { send, people } = probe
      const [first, second] = [await session(probe, people.ordinary), await session(probe, people.ordinary)]
      const elsewhere = await session(probe, people.ordinary, otherClient)
      const somebody = await session(probe, people.admin)
      await lives(probe, first)
      await send('deleteToken', 200, { basic: pair(first), json: { client } })
      for (const login of [first, second]) {
        await isDead(probe, login)
        await send('refreshToken', 400, { json: refreshBody(login, client) })
      }
      await lives(probe, elsewhere)
      await lives(probe, somebody)
      await send('refreshToken', 200, { json: refreshBody(elsewhere, otherClient) })
    },
  },
  {
    title: 'a second one with the dead token is refused like any dead token',
    tags: ['revocation'],
    facts: ['KH-34'],
    needs: ['server'],
    async run(probe) {
      const { client } = probe.people
      const request = { basic: pair(await session(probe, probe.people.ordinary)), json: { client } }
      await probe.send('deleteToken', 200, request)
      await probe.send('deleteToken', 401, request)
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
  {
    title: 'a form does what JSON does',
    tags: ['http'],
    facts: ['KH-54'],
    async run(probe) {
      const { client } = probe.people
      const basic = pair(await session(probe, probe.people.ordinary))
      await probe.send('deleteToken', 200, { basic, form: { client } })
    },
  },
])
