import { checksOf, refreshRequest, tokenRequest, userRequest } from './probe.ts'

const hour = 3_600

/** What each grant issues, and to whom; refreshing has a file of its own. */
export const grants = checksOf('createAccessToken', [
  {
    title: 'a client gets an access token for an hour and nothing to refresh',
    tags: ['authentication', 'form'],
    facts: ['TG-02', 'TG-04', 'TG-05', 'TG-21', 'TG-22', 'TG-42', 'TG-43', 'TG-44', 'TG-45', 'TG-46', 'TG-47'],
    needs: ['server'],
    async run({ send, people: { client } }) {
      const answer = await send('createAccessToken', 200, tokenRequest(client, { grant_type: 'client_credentials' }))
      const { access_token: bearer, expires_in, token_type, scope, refresh_token } = answer.body
      answer.is('the other members', [hour, 'bearer', null], [expires_in, token_type, scope])
      answer.is('the refresh token', undefined, refresh_token)
      await send('listDelegates', 200, { bearer })
    },
  },
  {
    title: 'a user gets a refresh token too',
    tags: ['authentication', 'form'],
    facts: ['TG-02', 'TG-06', 'TG-07', 'TG-44'],
    needs: ['server'],
    async run({ send, people: { client, ordinary } }) {
      const answer = await send('createAccessToken', 200, userRequest(client, ordinary))
      const { access_token: bearer, refresh_token: refresh, expires_in, token_type, scope } = answer.body
      answer.is('the other members', [hour, 'bearer', null], [expires_in, token_type, scope])
      answer.holds('a refresh token', refresh !== undefined && refresh !== bearer, 'none')
      await send('listDelegates', 200, { bearer })
    },
  },
  {
    title: 'one client may use all three grants, and each is answered as documented',
    tags: ['form'],
    facts: ['TG-02', 'TG-04', 'TG-06', 'TG-08', 'TG-29', 'TG-80'],
    async run({ send, people }) {
      for (const client of [people.client, people.otherClient]) {
        await send('createAccessToken', 200, tokenRequest(client, { grant_type: 'client_credentials' }))
        const { body } = await send('createAccessToken', 200, userRequest(client, people.ordinary))
        await send('createAccessToken', 200, refreshRequest(client, body.refresh_token ?? ''))
      }
    },
  },
  {
    title: 'a form is taken like JSON',
    tags: ['http'],
    facts: ['TG-38'],
    async run({ send, people: { client } }) {
      const form = { grant_type: 'client_credentials', client_id: client.id, client_secret: client.secret }
      await send('createAccessToken', 200, { form })
      await send('createAccessToken', 200, { form: { ...form, scope: '' } })
    },
  },
  {
    title: 'a client may authenticate by HTTP Basic, form-encoded or not',
    tags: ['authentication'],
    facts: ['TG-26'],
    async run({ send, people: { client } }) {
      const json = { grant_type: 'client_credentials' }
      await send('createAccessToken', 200, { json, basic: [client.id, client.secret] })
      await send('createAccessToken', 200, {
        json: { ...json, client_id: client.id },
        basic: [client.id, client.secret],
      })
      await send('createAccessToken', 200, { json, basic: [percentEncoded(client.id), percentEncoded(client.secret)] })
    },
  },
])

function percentEncoded(text: string): string {
  return [...text].map((character) => `%${character.charCodeAt(0).toString(16)}`).join('')
}
