import { isChallenged } from '../../challenge.ts'
import { freshWord } from '../../fresh.ts'
import { checksOf, tokenRequest } from './probe.ts'

/** What a client that does not authenticate as it should is told (RFC 6749, 2.3). */
export const clientAuthentication = checksOf('createAccessToken', [
  {
    title: 'an unknown client and a wrong secret in the body get one 400',
    tags: ['authentication', 'enumeration'],
    facts: ['TG-27', 'TG-64'],
    needs: ['server'],
    async run({ send, people: { client } }) {
      const ask = (id: string, secret: string) =>
        send('createAccessToken', 400, tokenRequest({ id, secret }, { grant_type: 'client_credentials' }))
      const wrong = await ask(client.id, 'not-the-secret')
      wrong.is('the code', 'invalid_client', wrong.body.error)
      for (const other of [await ask(freshWord(), client.secret), await ask(client.id, `${client.secret} `)])
        other.saysAs(wrong)
    },
  },
  {
    title: 'wrong client credentials by HTTP Basic get a 401 with a challenge',
    tags: ['authentication'],
    facts: ['TG-63', 'TG-64'],
    needs: ['server'],
    async run({ send, people: { client } }) {
      const json = { grant_type: 'client_credentials' }
      const wrong = await send('createAccessToken', 401, { json, basic: [client.id, 'not-the-secret'] })
      wrong.is('the code', 'invalid_client', wrong.body.error)
      isChallenged(wrong, { scheme: 'Basic' })
      const client_id = freshWord()
      const unknown = await send('createAccessToken', 401, {
        json: { ...json, client_id },
        basic: [client_id, client.secret],
      })
      unknown.saysAs(wrong)
      for (const value of ['Basic', 'Basic !', 'Basic YWJjMTIz', `Bearer ${client.secret}`])
        await send('createAccessToken', 401, { json, headers: [['Authorization', value]] })
    },
  },
  {
    title: 'client credentials in two places are refused',
    tags: ['authentication'],
    facts: ['TG-63'],
    needs: ['server'],
    async run({ send, people: { client, otherClient } }) {
      const basic = [client.id, client.secret] as const
      const json = { grant_type: 'client_credentials', client_id: client.id, client_secret: client.secret }
      const both = await send('createAccessToken', 400, { json, basic })
      both.is('the code', 'invalid_request', both.body.error)
      const mixed = { grant_type: 'client_credentials', client_id: otherClient.id }
      const two = await send('createAccessToken', 400, { json: mixed, basic })
      two.is('the code', 'invalid_request', two.body.error)
    },
  },
])
