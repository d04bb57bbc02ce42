import type { Sent } from '../../request.ts'
import { checksOf, tokenRequest } from './probe.ts'

/** What else a token request may hold, and in which form it may come. */
export const tokenBodies = checksOf('createAccessToken', [
  {
    title: 'parameters that are unknown are ignored, and empty ones count as none',
    tags: ['validation'],
    facts: ['TG-62', 'TG-43'],
    needs: ['server'],
    async run({ send, people: { client } }) {
      const more = { grant_type: 'client_credentials', scope: '', refresh_token: '', foo: 'bar', resource: 'x' }
      await send('createAccessToken', 200, tokenRequest(client, more))
      const strange = { ...more, foo: { bar: [1] }, scope: null }
      await send('createAccessToken', 200, { json: strange, basic: [client.id, client.secret] })
    },
  },
  {
    title: 'credentials in the query are none, and GET is no way to ask',
    tags: ['authentication', 'http'],
    facts: ['TG-35', 'TG-79'],
    needs: ['server'],
    async run({ send, ask, people: { client } }) {
      const query = { client_id: client.id, client_secret: client.secret }
      await send('createAccessToken', 400, { json: { grant_type: 'client_credentials' }, query })
      await ask('GET', '/oauth/v2/token', 405, { query: { ...query, grant_type: 'client_credentials' } })
    },
  },
  {
    title: 'the description of a refusal is printable ASCII without quotes',
    tags: ['validation'],
    facts: ['TG-78', 'TG-81'],
    needs: ['server'],
    async run({ send }) {
      const twice = '{"grant_type":"ключ \\"","ключ \\"":"2"}'
      const strange: readonly Sent[] = [
        { json: { grant_type: 'password', username: 17 } },
        { raw: { type: 'application/json', body: twice } },
        { json: { grant_type: 'p'.repeat(300) } },
      ]
      for (const request of strange) {
        const answer = await send('createAccessToken', 400, request)
        const { error_description: words } = answer.body
        answer.holds('a plain description', /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/.test(words), words)
      }
    },
  },
])
