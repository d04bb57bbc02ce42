import { isChallenged } from '../../challenge.ts'
import { checksOf, clientToken, refreshRequest, type TagProbe, tokenRequest, userRequest, userTokens } from './probe.ts'

/** The tokens that the vendor's page prints. */
const pageTokens = ['MTI1ZWFkNDBmYjOGVmMGI0YzRjMGMzZGE4MQ', 'NmI5ZGI3MzBmZjYwY2E1ZTlkYTM4MTJlMmI1Z']

const json = { grant_type: 'client_credentials' }

/** What each grant issues, and how it is refused, beyond what follows from the contract. */
const grants = checksOf('createAccessToken', [
  {
    title: 'a client gets an access token for an hour and nothing to refresh, a user a refresh token too',
    tags: ['authentication', 'form'],
    facts: ['TG-02', 'TG-04', 'TG-05', 'TG-06', 'TG-07', 'TG-21', 'TG-42', 'TG-43', 'TG-44', 'TG-45', 'TG-46', 'TG-47'],
    needs: ['server'],
    async run({ send, people: { client, ordinary } }) {
      for (const [request, isUser] of [
        [tokenRequest(client, json), false] as const,
        [userRequest(client, ordinary), true] as const,
      ]) {
        const answer = await send('createAccessToken', 200, request)
        const { access_token: bearer, refresh_token: refresh, expires_in, token_type, scope } = answer.body
        await send('listDelegates', 200, { bearer })
        answer.is('the other members', [3_600, 'bearer', null], [expires_in, token_type, scope])
        answer.is('whether there is a refresh token', isUser, refresh !== undefined && refresh !== bearer)
      }
    },
  },
  {
    title: 'one client may use all three grants, and each is answered as documented',
    tags: ['form'],
    facts: ['TG-02', 'TG-04', 'TG-06', 'TG-08', 'TG-29', 'TG-80'],
    async run({ send, people }) {
      for (const client of [people.client, people.otherClient]) {
        await send('createAccessToken', 200, tokenRequest(client, json))
        const { body } = await send('createAccessToken', 200, userRequest(client, people.ordinary))
        await send('createAccessToken', 200, refreshRequest(client, body.refresh_token ?? ''))
      }
    },
  },
  {
    title: 'wrong client credentials in the body are a 400, a scope is not supported, and no JSON has a member twice',
    tags: ['authentication', 'validation'],
    facts: ['TG-27', 'TG-34', 'TG-62'],
    needs: ['server'],
    async run({ send, people: { client } }) {
      const ask = async (error: string, request: Parameters<typeof send>[2]) => {
        const answer = await send('createAccessToken', 400, request)
        answer.is('the code', error, answer.body.error)
      }
      await ask('invalid_client', tokenRequest({ ...client, secret: 'not-the-secret' }, json))
      await ask('invalid_scope', tokenRequest(client, { ...json, scope: 'admin' }))
      const good = JSON.stringify(tokenRequest(client, json).json)
      const body = good.replace('{', '{"grant_type":"password",')
      await ask('invalid_request', { raw: { type: 'application/json', body } })
    },
  },
  {
    title: 'an Authorization header that is not of a client is a 401, whatever it holds',
    tags: ['authentication'],
    facts: ['TG-63'],
    needs: ['server'],
    async run({ send, people: { client } }) {
      for (const value of ['Basic', 'Basic !', 'Basic YWJjMTIz', `Bearer ${client.secret}`])
        await send('createAccessToken', 401, { json, headers: [['Authorization', value]] })
    },
  },
  {
    title: 'credentials in the query do not count, and GET is refused',
    tags: ['authentication', 'http'],
    facts: ['TG-35', 'TG-79'],
    needs: ['server'],
    async run({ send, ask, people: { client } }) {
      const query = { client_id: client.id, client_secret: client.secret }
      await send('createAccessToken', 400, { json, query })
      await ask('GET', '/oauth/v2/token', 405, { query: { ...query, ...json } })
    },
  },
  {
    title: "a client's token and those of the page are no refresh tokens",
    tags: ['rotation'],
    facts: ['TG-33', 'TG-53'],
    needs: ['server'],
    async run(probe) {
      const { send, people } = probe
      for (const token of [await clientToken(probe), ...pageTokens])
        await send('createAccessToken', 400, refreshRequest(people.client, token))
      for (const bearer of pageTokens) await send('listDelegates', 401, { bearer })
      await send('listDelegates', 200, { bearer: (await userTokens(probe)).access })
    },
  },
  {
    title: 'without its data the service says when to come again',
    tags: ['http'],
    facts: ['TG-68'],
    needs: ['outage'],
    async run({ send, hooks, people: { client } }) {
      const at = (await hooks.outage?.()) ?? ''
      const answer = await send('createAccessToken', 503, { at, ...tokenRequest(client, json) })
      answer.is('the code', 'temporarily_unavailable', answer.body.error)
    },
  },
  {
    title: 'guessing clients and refresh tokens is slowed down, for the right secret too',
    tags: ['throttling'],
    facts: ['TG-67'],
    needs: ['server', 'guessing', 'reset'],
    async run({ send, people: { client } }) {
      for (let guess = 0; guess < 34; guess++) {
        const secret = `guess-${guess}`
        await send('createAccessToken', 400, tokenRequest({ ...client, secret }, json))
        await send('createAccessToken', 401, { json, basic: [client.id, secret] })
        if (guess < 32) await send('createAccessToken', 400, refreshRequest(client, secret.padStart(43, 'x')))
      }
      const refused = await send('createAccessToken', 429, tokenRequest(client, json))
      refused.is('the code', 'slow_down', refused.body.error)
    },
  },
])

const protectedOperations = ['sendOtp', 'postV5OtpSendJson', 'listDelegates', 'getV5DelegateListJson'] as const

/** What a protected operation says of no token, and of an unknown one (TG-30, TG-31). */
const bearer = protectedOperations.flatMap((operation) =>
  checksOf(operation, [
    {
      title: 'the refusal of no token, and of an unknown one, has its code and its realm',
      tags: ['authentication', 'form'],
      facts: ['TG-30', 'TG-31'],
      needs: ['server'],
      async run({ send }: TagProbe) {
        const request = operation.includes('Otp') ? { json: { email: 'someone@example.com' } } : {}
        for (const [extra, code, error] of [
          [{}, 'access_denied', undefined] as const,
          [{ bearer: 'x'.repeat(43) }, 'invalid_token', 'invalid_token'] as const,
        ]) {
          const answer = await send<(typeof protectedOperations)[number], 401>(operation, 401, { ...request, ...extra })
          isChallenged(answer, { scheme: 'Bearer', parameters: { realm: ['Service'], error: [error] } })
          answer.is('the code', code, answer.body.error)
        }
      },
    },
  ]),
)

export const tokens = [...grants, ...bearer]
