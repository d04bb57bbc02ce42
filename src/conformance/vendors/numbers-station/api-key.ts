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

/** A key of an account, from its settings page. */
async function issuedKey({ hooks, people }: NumbersProbe, account = people.account): Promise<string> {
  return (await hooks.issueKey?.(account)) ?? ''
}

/** Exchanges a key for a token of a user; the user whom the token acts for in an account. */
async function actsFor({ send, people }: NumbersProbe, sent: Sent, account_name = people.account) {
  const { body } = await send(operation, 200, sent)
  return send('getCurrentUser', 200, { bearer: body.access_token, path: { account_name } })
}

/** What trading an API key for a bearer token promises. */
export const apiKey = checksOf(operation, [
  {
    title: 'the key of an account buys a token for any of its users, and a new key ends the old one',
    tags: ['authentication', 'revocation'],
    facts: ['NS-14', 'NS-15', 'NS-17', 'NS-25', 'NS-68'],
    needs: ['server', 'issueKey'],
    async run(probe) {
      const { send, people } = probe
      const [old, key] = [await issuedKey(probe), await issuedKey(probe)]
      await send(operation, 401, exchange(old, people))
      for (const { email } of [people.ordinary, people.admin]) {
        const me = await actsFor(probe, exchange(key, people, { email, third_party: true }))
        me.is('the e-mail', email, me.body.email)
      }
    },
  },
  {
    title: 'an unknown key and the key of another account are refused alike',
    tags: ['authentication', 'enumeration', 'authorization'],
    facts: ['NS-43'],
    needs: ['server', 'issueKey'],
    async run(probe) {
      const { send, people } = probe
      const unknown = await send(operation, 401, exchange('x'.repeat(43), people))
      const foreign = await issuedKey(probe, people.otherAccount)
      const other = await send(operation, 401, exchange(foreign, people))
      unknown.has('the body', { detail: 'Invalid API key' }, unknown.body)
      other.saysAs(unknown)
      hasChallengeOf(other, unknown)
    },
  },
  {
    title: 'an address that is no user of the account is unknown, unless it is to be made or added',
    tags: ['authorization'],
    facts: ['NS-30'],
    needs: ['server', 'issueKey', 'createAccount'],
    async run(probe) {
      const { send, people } = probe
      const key = await issuedKey(probe)
      const elsewhere = await ownUser(probe, [people.otherAccount])
      for (const email of [freshEmail(), elsewhere.email]) {
        for (const create of [{}, { create: false }])
          await send(operation, 404, exchange(key, people, { email, ...create }))
        const me = await actsFor(probe, exchange(key, people, { email, create: true }))
        me.has('the user', { email, role: 'USER' }, me.body)
      }
      await actsFor(probe, exchange(key, people, { email: elsewhere.email }), people.otherAccount)
    },
  },
  {
    title: 'a page may send the address unescaped, and a plus sign is a space',
    tags: ['http'],
    facts: ['NS-20', 'NS-21'],
    needs: ['server', 'issueKey'],
    async run(probe) {
      const { send, people } = probe
      const headers: Sent['headers'] = [
        ['X-API-Key', await issuedKey(probe)],
        ['Origin', people.origin],
      ]
      const asked = (email: string) => ({ headers, query: `email=${email}&account_name=${people.account}&create=true` })
      await send(operation, 200, asked(people.ordinary.email))
      const plus = freshEmail().replace('-', '+')
      await send(operation, 422, asked(plus))
      await send(operation, 200, asked(plus.replace('+', '%2B')))
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
