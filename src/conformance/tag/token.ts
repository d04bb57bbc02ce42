import { freshEmail, freshWord } from '../fresh.ts'
import type { Sent } from '../request.ts'
import { checksOf, clientToken, ownUser, type TagProbe, tokenRequest, userRequest, userTokens } from './probe.ts'

const hour = 3_600

/** What `POST /oauth/v2/token` promises a client and a user; refreshing has a file of its own. */
export const token = checksOf('createAccessToken', [
  {
    title: 'a client gets an access token for an hour and nothing to refresh',
    tags: ['authentication', 'form'],
    facts: ['TG-02', 'TG-04', 'TG-05', 'TG-21', 'TG-22', 'TG-42', 'TG-43', 'TG-44', 'TG-45', 'TG-46', 'TG-47'],
    needs: ['server'],
    async run({ send, people: { client } }) {
      const answer = await send('createAccessToken', 200, tokenRequest(client, { grant_type: 'client_credentials' }))
      const { access_token: bearer, ...rest } = answer.body
      answer.is('the other members', { expires_in: hour, token_type: 'bearer', scope: null }, rest)
      answer.holds('a token of 32 bytes', /^[A-Za-z0-9_-]{43}$/.test(bearer), bearer.length)
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
      const { access_token: bearer, refresh_token: refresh = '', ...rest } = answer.body
      answer.is('the other members', { expires_in: hour, token_type: 'bearer', scope: null }, rest)
      answer.holds('a token of 32 bytes', /^[A-Za-z0-9_-]{43}$/.test(refresh), refresh.length)
      await send('listDelegates', 200, { bearer })
    },
  },
  {
    title: 'a well-formed request of each grant is answered as documented',
    tags: ['form'],
    facts: ['TG-04', 'TG-06', 'TG-08', 'TG-29'],
    async run({ send, people: { client, ordinary } }) {
      await send('createAccessToken', 200, tokenRequest(client, { grant_type: 'client_credentials' }))
      const answer = await send('createAccessToken', 200, userRequest(client, ordinary))
      answer.is('Pragma', ['no-cache'], answer.all('pragma'))
      const refresh_token = answer.body.refresh_token ?? ''
      await send('createAccessToken', 200, tokenRequest(client, { grant_type: 'refresh_token', refresh_token }))
    },
  },
  {
    title: 'one client may use all three grants',
    tags: ['authentication'],
    facts: ['TG-02', 'TG-80'],
    needs: ['server'],
    async run(probe) {
      const { send, people } = probe
      for (const client of [people.client, people.otherClient]) {
        await clientToken(probe, client)
        const { body } = await send('createAccessToken', 200, userRequest(client, people.ordinary))
        const parameters = { grant_type: 'refresh_token', refresh_token: body.refresh_token ?? '' }
        await send('createAccessToken', 200, tokenRequest(client, parameters))
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
  {
    title: 'the access token dies after exactly an hour',
    tags: ['lifetime'],
    facts: ['TG-03', 'TG-46'],
    needs: ['server', 'advanceClock'],
    async run(probe) {
      const [bearer, { access }] = [await clientToken(probe), await userTokens(probe)]
      await probe.hooks.advanceClock?.(hour - 10)
      for (const each of [bearer, access]) await probe.send('listDelegates', 200, { bearer: each })
      await probe.hooks.advanceClock?.(10)
      for (const each of [bearer, access]) await probe.send('listDelegates', 401, { bearer: each })
    },
  },
  ...refusals(),
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
        other.is('the body', wrong.text, other.text)
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
      wrong.holds('a Basic challenge', /^Basic /.test(wrong.header('www-authenticate') ?? ''), wrong.text)
      const client_id = freshWord()
      const unknown = await send('createAccessToken', 401, {
        json: { ...json, client_id },
        basic: [client_id, client.secret],
      })
      unknown.is('the body', wrong.text, unknown.text)
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
  {
    title: 'an unknown user and a wrong password get one 400',
    tags: ['authentication', 'enumeration'],
    facts: ['TG-32', 'TG-85'],
    needs: ['server'],
    async run({ send, people: { client, ordinary } }) {
      const ask = (email: string, password: string) =>
        send('createAccessToken', 400, userRequest(client, { email, password }))
      const wrong = await ask(ordinary.email, 'not-the-password')
      wrong.is('the code', 'invalid_grant', wrong.body.error)
      for (const other of [await ask(freshEmail(), 'not-the-password'), await ask(ordinary.email, '123456')])
        other.is('the body', wrong.text, other.text)
      // A success forgives the failures.
      await send('createAccessToken', 200, userRequest(client, ordinary))
    },
  },
  {
    title: 'a password is compared to the letter, a name is not',
    tags: ['passwords'],
    facts: ['TG-32'],
    needs: ['server'],
    async run({ send, people: { client, ordinary } }) {
      const { email, password } = ordinary
      for (const near of [password.toUpperCase(), `${password} `, password.slice(0, -1)])
        await send('createAccessToken', 400, userRequest(client, { email, password: near }))
      await send('createAccessToken', 200, userRequest(client, { email: email.toUpperCase(), password }))
    },
  },
  {
    title: 'a disabled user is refused like a wrong password, and their tokens end',
    tags: ['authentication', 'revocation', 'enumeration'],
    facts: ['TG-77'],
    needs: ['server', 'createAccount', 'disableAccount'],
    async run(probe) {
      const { send, hooks, people } = probe
      const person = await ownUser(probe)
      const pair = await userTokens(probe, person)
      const wrong = { ...person, password: 'not-the-password' }
      const refused = await send('createAccessToken', 400, userRequest(people.client, wrong))
      await hooks.disableAccount?.(person.email, true)
      const disabled = await send('createAccessToken', 400, userRequest(people.client, person))
      disabled.is('the body', refused.text, disabled.text)
      await send('listDelegates', 401, { bearer: pair.access })
      const refresh = { grant_type: 'refresh_token', refresh_token: pair.refresh }
      await send('createAccessToken', 400, tokenRequest(people.client, refresh))
    },
  },
  {
    title: 'parameters that are unknown are ignored, and empty ones count as none',
    tags: ['validation'],
    facts: ['TG-62'],
    needs: ['server'],
    async run({ send, people: { client } }) {
      const more = { grant_type: 'client_credentials', scope: '', refresh_token: '', foo: 'bar', resource: 'x' }
      await send('createAccessToken', 200, tokenRequest(client, more))
      await send('createAccessToken', 200, { json: { ...more, foo: { bar: [1] } }, basic: [client.id, client.secret] })
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
    title: 'the description of a refusal is printable ASCII without quotes, and names the place',
    tags: ['validation'],
    facts: ['TG-78', 'TG-81'],
    needs: ['server'],
    async run({ send }) {
      const twice = '{"grant_type":"password","ключ \\"":"1","ключ \\"":"2"}'
      const strange: readonly Sent[] = [
        { json: { grant_type: 'password', username: 17 } },
        { raw: { type: 'application/json', body: twice } },
        { json: { grant_type: 'p'.repeat(300) } },
      ]
      for (const request of strange) {
        const answer = await send('createAccessToken', 400, request)
        const { error_description: words } = answer.body
        answer.holds('a plain description', /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/.test(words), words)
        answer.holds('a place', words.includes('body.'), words)
      }
    },
  },
  {
    title: 'a body that breaks the contract is refused',
    tags: ['validation'],
    facts: ['TG-78'],
    async run({ send }) {
      for (const json of [{}, { grant_type: null }, { grant_type: 'password', username: 'x'.repeat(255) }, [], 'text'])
        await send('createAccessToken', 400, { json })
    },
  },
  {
    title: 'a body over 16 KiB is refused',
    tags: ['http'],
    facts: ['TG-69'],
    needs: ['server'],
    async run({ send }) {
      const large = await send('createAccessToken', 413, { json: { grant_type: 'x'.repeat(16_385) } })
      large.is('the code', 'invalid_request', large.body.error)
    },
  },
  {
    title: 'other media types are refused, and the answer says what is taken',
    tags: ['http'],
    facts: ['TG-70'],
    async run({ send }) {
      for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/xml'])
        await send('createAccessToken', 415, { raw: { type, body: 'grant_type=client_credentials' } })
    },
  },
  {
    title: 'guessing one name is slowed down, known or not, for the right password too',
    tags: ['enumeration', 'throttling'],
    facts: ['TG-67'],
    needs: ['server', 'guessing', 'createAccount'],
    async run(probe) {
      const { client } = probe.people
      const person = await ownUser(probe)
      for (const email of [person.email, freshEmail()]) {
        const wrong = userRequest(client, { email, password: 'wrong' })
        for (let failure = 0; failure < 5; failure++) await probe.send('createAccessToken', 400, wrong)
        const refused = await probe.send('createAccessToken', 429, userRequest(client, { ...person, email }))
        refused.is('the code', 'slow_down', refused.body.error)
        refused.is('Retry-After', '1', refused.header('retry-after'))
      }
    },
  },
  {
    title: 'guessing clients is slowed down, for the right secret too',
    tags: ['throttling'],
    facts: ['TG-67'],
    needs: ['server', 'guessing', 'reset'],
    run: guessClients,
  },
  {
    title: 'without its data the service says when to come again',
    tags: ['http'],
    facts: ['TG-68'],
    needs: ['outage'],
    async run({ send, hooks, people: { client } }) {
      const at = (await hooks.outage?.()) ?? ''
      const request = tokenRequest(client, { grant_type: 'client_credentials' })
      const answer = await send('createAccessToken', 503, { at, ...request })
      answer.is('the code', 'temporarily_unavailable', answer.body.error)
    },
  },
])

/** Requests that say too little or ask for too much, and the code of their refusal. */
function refusals() {
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
  return [
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
  ]
}

function written(pairs: readonly (readonly [string, string])[], type: string): string {
  return type === 'application/json'
    ? `{${pairs.map(([name, value]) => `"${name}":"${value}"`).join()}}`
    : pairs.map(([name, value]) => `${name}=${value}`).join('&')
}

function percentEncoded(text: string): string {
  return [...text].map((character) => `%${character.charCodeAt(0).toString(16)}`).join('')
}

async function guessClients(probe: TagProbe): Promise<void> {
  const { send, people } = probe
  const json = { grant_type: 'client_credentials' }
  for (let guess = 0; guess < 50; guess++) {
    await send('createAccessToken', 400, tokenRequest({ ...people.client, secret: `guess-${guess}` }, json))
    await send('createAccessToken', 401, { json, basic: [people.client.id, `guess-${guess}`] })
  }
  const refused = await send('createAccessToken', 429, tokenRequest(people.client, json))
  refused.is('the code', 'slow_down', refused.body.error)
}
