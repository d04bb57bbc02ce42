import { checksOf, type TagProbe, tokenRequest } from './probe.ts'

/** Requests that say too little or ask for too much, and the code of their refusal. */
const given: readonly (readonly [string, string, Readonly<Record<string, string>>, readonly string[]])[] = [
  ['no grant type', 'invalid_request', {}, ['TG-36']],
  ['an empty grant type', 'invalid_request', { grant_type: '' }, ['TG-36', 'TG-62']],
  ['an unknown grant type', 'unsupported_grant_type', { grant_type: 'authorization_code' }, ['TG-36']],
  ['a grant type that every object has', 'unsupported_grant_type', { grant_type: 'constructor' }, ['TG-36']],
  ['no user name', 'invalid_request', { grant_type: 'password', password: 'x' }, ['TG-32']],
  ['an empty user name', 'invalid_request', { grant_type: 'password', username: '', password: 'x' }, ['TG-62']],
  ['no password', 'invalid_request', { grant_type: 'password', username: 'x' }, ['TG-32']],
  ['no refresh token', 'invalid_request', { grant_type: 'refresh_token' }, ['TG-33']],
  ['an empty refresh token', 'invalid_request', { grant_type: 'refresh_token', refresh_token: '' }, ['TG-62']],
  ['an unknown refresh token', 'invalid_grant', { grant_type: 'refresh_token', refresh_token: 'x' }, ['TG-33']],
  ['no client', 'invalid_client', { grant_type: 'client_credentials', client_id: '' }, ['TG-27']],
  ['no client secret', 'invalid_client', { grant_type: 'client_credentials', client_secret: '' }, ['TG-27']],
  ['a scope', 'invalid_scope', { grant_type: 'client_credentials', scope: 'admin' }, ['TG-34']],
]

/** Which parameters a token request has to have, each once. */
export const tokenParameters = checksOf('createAccessToken', [
  ...given.map(([what, code, parameters, facts]) => ({
    title: `${what} is refused with ${code}`,
    tags: ['validation'] as const,
    facts,
    needs: ['server'] as const,
    async run({ send, people: { client } }: TagProbe) {
      const answer = await send('createAccessToken', 400, tokenRequest(client, parameters))
      answer.is('the code', code, answer.body.error)
    },
  })),
  ...['application/json', 'application/x-www-form-urlencoded'].map((type) => ({
    title: `a parameter given twice in ${type} is refused with invalid_request`,
    tags: ['validation'] as const,
    facts: ['TG-62'],
    needs: ['server'] as const,
    async run({ send, people: { client } }: TagProbe) {
      const pairs = Object.entries({ client_id: client.id, client_secret: client.secret })
      const grants = ['password', 'client_credentials'].map((grant) => ['grant_type', grant] as const)
      const answer = await send('createAccessToken', 400, {
        raw: { type, body: written([...pairs, ...grants], type) },
      })
      answer.is('the code', 'invalid_request', answer.body.error)
    },
  })),
])

function written(pairs: readonly (readonly [string, string])[], type: string): string {
  return type === 'application/json'
    ? `{${pairs.map(([name, value]) => `"${name}":"${value}"`).join()}}`
    : pairs.map(([name, value]) => `${name}=${value}`).join('&')
}
