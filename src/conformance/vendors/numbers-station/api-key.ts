import { hasChallengeOf } from '../../challenge.ts'
import { freshEmail } from '../../fresh.ts'
import type { Sent } from '../../request.ts'
import { checksOf, type NumbersProbe, ownUser, type People } from './probe.ts'

const operation = 'loginAccessTokenApiKey'

/** A request with a key, for a user of the account. */
function exchange(key: string, people: People, query: Readonly<Record<string, string | boolean>> = {}): Sent {
  return {
    headers: [['X-API-Key', key]],
    query: { email: people.ordinary.email, account_name: people.account, ...query },
  }
}

/** A key of the account, from its settings page. */
async function issuedKey({ hooks, people }: NumbersProbe): Promise<string> {
  return (await hooks.issueKey?.(people.account)) ?? ''
}

/** What trading an API key for a bearer token promises. */
export const apiKey = checksOf(operation, [
  {
    title: 'a well-formed request is answered as documented',
    tags: ['form'],
    facts: ['NS-14', 'NS-25'],
    needs: [],
    async run({ send, people }) {
      await send(operation, 401, exchange('sample-key-of-a-mock', people))
    },
  },
  {
    title: 'the key of an account buys a token for one of its users',
    tags: ['authentication'],
    facts: ['NS-14', 'NS-15', 'NS-17', 'NS-25', 'NS-68'],
    needs: ['server', 'issueKey'],
    async run(probe) {
      const { send, people } = probe
      const key = await issuedKey(probe)
      for (const person of [people.ordinary, people.admin]) {
        const { body } = await send(operation, 200, exchange(key, people, { email: person.email, third_party: true }))
        const me = await send('getCurrentUser', 200, {
          bearer: body.access_token,
          path: { account_name: people.account },
        })
        me.is('the e-mail', person.email, me.body.email)
      }
    },
  },
  {
    title: 'an unknown key and the key of another account are refused alike',
    tags: ['authentication', 'enumeration', 'authorization'],
    facts: ['NS-43'],
    needs: ['server', 'issueKey'],
    async run(probe) {
      const { send, people, hooks } = probe
      const foreign = (await hooks.issueKey?.(people.otherAccount)) ?? ''
      const unknown = await send(operation, 401, exchange('x'.repeat(43), people))
      const other = await send(operation, 401, exchange(foreign, people))
      unknown.has('the body', { detail: 'Invalid API key' }, unknown.body)
      other.saysAs(unknown)
      hasChallengeOf(other, unknown)
    },
  },
  {
    title: 'a new key ends the old one',
    tags: ['revocation'],
    facts: ['NS-15'],
    needs: ['server', 'issueKey'],
    async run(probe) {
      const { send, people } = probe
      const old = await issuedKey(probe)
      const fresh = await issuedKey(probe)
      await send(operation, 401, exchange(old, people))
      await send(operation, 200, exchange(fresh, people))
    },
  },
  {
    title: 'a key sent twice, in the query or as a bearer token is none',
    tags: ['authentication'],
    facts: ['NS-43', 'NS-39', 'NS-47'],
    needs: ['server', 'issueKey'],
    async run(probe) {
      const { send, people } = probe
      const key = await issuedKey(probe)
      const { query = {} } = exchange(key, people)
      const header = ['X-API-Key', key] as const
      await send(operation, 401, { query, headers: [header, header] })
      await send(operation, 401, { query: { ...(query as object), api_key: key } })
      await send(operation, 401, { query, bearer: key })
      await send('getCurrentUser', 401, { bearer: key, path: { account_name: people.account } })
    },
  },
  {
    title: 'an address that is no user of the account is unknown, unless it is to be made',
    tags: ['authorization'],
    facts: ['NS-30'],
    needs: ['server', 'issueKey'],
    async run(probe) {
      const { send, people } = probe
      const key = await issuedKey(probe)
      const email = freshEmail()
      await send(operation, 404, exchange(key, people, { email }))
      await send(operation, 404, exchange(key, people, { email, create: false }))
      const { body } = await send(operation, 200, exchange(key, people, { email, create: true }))
      const me = await send('getCurrentUser', 200, {
        bearer: body.access_token,
        path: { account_name: people.account },
      })
      me.is('the e-mail', email, me.body.email)
      me.is('the role', 'USER', me.body.role)
      await send(operation, 200, exchange(key, people, { email }))
    },
  },
  {
    title: 'a user of another account is added, and stays in the other',
    tags: ['authorization'],
    facts: ['NS-30'],
    needs: ['server', 'issueKey', 'createAccount'],
    async run(probe) {
      const { send, people } = probe
      const { email } = await ownUser(probe, [people.otherAccount])
      const key = await issuedKey(probe)
      await send(operation, 404, exchange(key, people, { email }))
      const { body } = await send(operation, 200, exchange(key, people, { email, create: true }))
      for (const account_name of [people.account, people.otherAccount]) {
        await send('getCurrentUser', 200, { bearer: body.access_token, path: { account_name } })
      }
    },
  },
  {
    title: 'the address may stand in the query as the page has it, and a plus sign is a space',
    tags: ['http'],
    facts: ['NS-21', 'NS-20'],
    needs: ['server', 'issueKey'],
    async run(probe) {
      const { send, people } = probe
      const headers = [
        ['X-API-Key', await issuedKey(probe)],
        ['Origin', people.origin],
      ] as const
      const query = `email=${people.ordinary.email}&account_name=${people.account}`
      await send(operation, 200, { headers, query })
      const plus = `email=${freshEmail().replace('-', '+')}&account_name=${people.account}&create=true`
      await send(operation, 422, { headers, query: plus })
      await send(operation, 200, { headers, query: plus.replace('+', '%2B') })
    },
  },
  {
    title: 'a disabled user is as unknown as none',
    tags: ['revocation', 'enumeration'],
    facts: ['NS-30', 'NS-63'],
    needs: ['server', 'issueKey', 'createAccount', 'disableAccount'],
    async run(probe) {
      const { send, people, hooks } = probe
      const { email } = await ownUser(probe)
      await hooks.disableAccount?.(email, true)
      await send(operation, 404, exchange(await issuedKey(probe), people, { email }))
    },
  },
  {
    title: 'guessing keys is slowed down, for a good key too',
    tags: ['throttling'],
    facts: ['NS-59'],
    needs: ['server', 'guessing', 'issueKey', 'reset'],
    async run(probe) {
      const { send, people } = probe
      const key = await issuedKey(probe)
      for (let guess = 0; guess < 100; guess++) await send(operation, 401, exchange(`guess-${guess}`, people))
      await send(operation, 429, exchange(key, people))
    },
  },
  {
    title: 'so many users are made within an hour by one network address; others are let in',
    tags: ['throttling'],
    facts: ['NS-75'],
    needs: ['server', 'guessing', 'issueKey', 'settings.signUpsPerAddress', 'reset'],
    async run(probe) {
      const { send, people, hooks } = probe
      const key = await issuedKey(probe)
      const first = { email: freshEmail(), create: true }
      await hooks.changeSettings?.({ signUpsPerAddress: 1 })
      await send(operation, 200, exchange(key, people, first))
      await send(operation, 429, exchange(key, people, { email: freshEmail(), create: true }))
      await send(operation, 200, exchange(key, people, first))
    },
  },
])
