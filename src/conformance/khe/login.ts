import { freshEmail, freshWord, newcomer } from '../fresh.ts'
import type { Sent } from '../request.ts'
import {
  checksOf,
  isDead,
  type KheProbe,
  lives,
  loginBody,
  type Person,
  pair,
  refreshBody,
  session,
  signedUp,
} from './probe.ts'

const day = 86_400

/** Logging in, and how long that lasts. */
export const login = checksOf('createToken', [
  {
    title: 'an e-mail and a password buy role, key, token, refresh and expires',
    tags: ['authentication', 'form'],
    facts: ['KH-02', 'KH-06', 'KH-07', 'KH-08', 'KH-22', 'KH-23', 'KH-24', 'KH-28'],
    async run({ send, people: { ordinary, client } }) {
      const answer = await send('createToken', 200, { json: loginBody(ordinary, client) })
      answer.is('the members', ['expires', 'key', 'refresh', 'role', 'token'], Object.keys(answer.body).sort())
      answer.is('the role', 'attendee', answer.body.role)
    },
  },
  {
    title: 'the role is that of the account',
    tags: ['authorization'],
    facts: ['KH-08', 'KH-25'],
    needs: ['server'],
    async run({ send, people: { admin, client } }) {
      const answer = await send('createToken', 200, { json: loginBody(admin, client) })
      answer.is('the role', 'admin', answer.body.role)
    },
  },
  {
    title: 'it takes no credential, and looks at none',
    tags: ['authentication'],
    facts: ['KH-03'],
    needs: ['server'],
    async run({ send, people: { ordinary, client } }) {
      await send('createToken', 200, { json: loginBody(ordinary, client), basic: ['x', 'y'] })
    },
  },
  {
    title: 'each login is one of its own under one key; earlier ones live on',
    tags: ['authentication'],
    facts: ['KH-10', 'KH-22', 'KH-41'],
    needs: ['server'],
    async run(probe) {
      const { send, people } = probe
      const first = await session(probe, people.ordinary)
      const answer = await send('createToken', 200, { json: loginBody(people.ordinary, people.client) })
      const second = answer.body
      answer.is('the key', first.key, second.key)
      const secrets = new Set([first.token, first.refresh, second.token, second.refresh])
      answer.is('the number of secrets', 4, secrets.size)
      await lives(probe, first)
      await lives(probe, second)
    },
  },
  {
    title: 'letter case of the e-mail does not matter',
    tags: ['authentication'],
    facts: ['KH-29'],
    needs: ['server'],
    async run({ send, people: { ordinary, client } }) {
      const { email, password } = ordinary
      await send('createToken', 200, { json: loginBody({ email: email.toUpperCase(), password }, client) })
    },
  },
  {
    title: 'a form does what JSON does',
    tags: ['http'],
    facts: ['KH-54'],
    async run({ send, people: { ordinary, client } }) {
      await send('createToken', 200, { form: loginBody(ordinary, client) })
    },
  },
  {
    title: 'a wrong password and an unknown e-mail are refused alike, as a bad request',
    tags: ['authentication', 'enumeration'],
    facts: ['KH-30'],
    async run({ send, people: { ordinary, client } }) {
      const wrong = await send('createToken', 400, {
        json: loginBody({ ...ordinary, password: 'not-the-password' }, client),
      })
      const unknown = await send('createToken', 400, {
        json: loginBody({ email: freshEmail(), password: 'not-the-password' }, client),
      })
      unknown.is('the body', wrong.text, unknown.text)
      unknown.is('the challenges', [], unknown.all('www-authenticate'))
      // A success forgives the failure.
      await send('createToken', 200, { json: loginBody(ordinary, client) })
    },
  },
  {
    title: 'a refusal says what the vendor says',
    tags: ['form'],
    facts: ['KH-30', 'KH-32'],
    needs: ['server'],
    async run({ send, people: { ordinary, client } }) {
      const wrong = await send('createToken', 400, {
        json: loginBody({ ...ordinary, password: 'not-the-password' }, client),
      })
      wrong.is('the errors', ['Email or password incorrect'], wrong.body.errors)
      await send('createToken', 200, { json: loginBody(ordinary, client) })
    },
  },
  {
    title: 'a text that is no e-mail is a login like any other',
    tags: ['enumeration', 'form'],
    facts: ['KH-30', 'KH-49'],
    needs: ['server'],
    async run({ send, people: { client } }) {
      const json = loginBody({ email: freshWord(), password: 'x' }, client)
      const answer = await send('createToken', 400, { json })
      answer.is('the errors', ['Email or password incorrect'], answer.body.errors)
    },
  },
  {
    title: 'an unknown client is refused before the login is looked at',
    tags: ['authentication'],
    facts: ['KH-26'],
    needs: ['server'],
    async run({ send, people: { ordinary, client, otherClient } }) {
      for (const person of [ordinary, { ...ordinary, password: 'not-the-password' }]) {
        const answer = await send('createToken', 400, { json: loginBody(person, freshWord()) })
        answer.is('the errors', ['Invalid client ID'], answer.body.errors)
      }
      await send('createToken', 400, { json: loginBody(ordinary, client.toUpperCase()) })
      await send('createToken', 200, { json: loginBody(ordinary, otherClient) })
    },
  },
  {
    title: 'a disabled account is refused like a wrong password',
    tags: ['authentication', 'revocation', 'enumeration'],
    facts: ['KH-71'],
    needs: ['server', 'createAccount', 'disableAccount'],
    async run({ send, hooks, people: { client } }) {
      const person = newcomer()
      await hooks.createAccount?.(person)
      await send('createToken', 200, { json: loginBody(person, client) })
      const wrong = await send('createToken', 400, {
        json: loginBody({ ...person, password: 'not-the-password' }, client),
      })
      await hooks.disableAccount?.(person.email, true)
      const disabled = await send('createToken', 400, { json: loginBody(person, client) })
      disabled.is('the body', wrong.text, disabled.text)
    },
  },
  {
    title: 'a password is compared to the letter',
    tags: ['passwords'],
    facts: ['KH-30'],
    needs: ['server'],
    async run({ send, people: { ordinary, client } }) {
      const { password } = ordinary
      for (const near of [password.toUpperCase(), `${password} `, ` ${password}`, password.slice(0, -1)]) {
        await send('createToken', 400, { json: loginBody({ ...ordinary, password: near }, client) })
      }
      await send('createToken', 200, { json: loginBody(ordinary, client) })
    },
  },
  {
    title: 'a body that breaks the contract is refused',
    tags: ['validation'],
    facts: ['KH-07', 'KH-72'],
    async run({ send }) {
      for (const [request] of broken) await send('createToken', 400, request)
    },
  },
  {
    title: 'the messages of a refusal are texts and name each place',
    tags: ['validation'],
    facts: ['KH-32', 'KH-33', 'KH-72'],
    needs: ['server'],
    async run({ send }) {
      for (const [request, ...places] of broken) {
        const answer = await send('createToken', 400, request)
        for (const place of places) {
          const isNamed = answer.body.errors.some((error) => error.startsWith(`${place} `))
          answer.holds(`a message that names ${place}`, isNamed, answer.body.errors)
        }
      }
    },
  },
  {
    title: 'a thousand unknown members are a refusal like any other',
    tags: ['validation'],
    facts: ['KH-32', 'KH-72'],
    needs: ['server'],
    async run({ send }) {
      const json = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`m${index}`, 1]))
      await send('createToken', 400, { json })
    },
  },
  {
    title: 'guessing one e-mail is slowed down, for the right password too',
    tags: ['throttling'],
    facts: ['KH-64'],
    needs: ['server', 'guessing'],
    run: async (probe) => guessAt(probe, await signedUp(probe)),
  },
  {
    title: 'guessing an e-mail that nobody has is slowed down alike',
    tags: ['enumeration', 'throttling'],
    facts: ['KH-64'],
    needs: ['server', 'guessing'],
    run: (probe) => guessAt(probe, newcomer()),
  },
  {
    title: 'spellings of one e-mail and all clients share one count',
    tags: ['throttling'],
    facts: ['KH-64'],
    needs: ['server', 'guessing'],
    async run(probe) {
      const { send, people } = probe
      const { email } = await signedUp(probe)
      const attempt = (spelling: string, application: string) =>
        loginBody({ email: spelling, password: 'wrong' }, application)
      for (const spelling of [email, email.toUpperCase(), ` ${email}`, `${email} `, email.replace('a', 'ａ')]) {
        await send('createToken', 400, { json: attempt(spelling, people.client) })
      }
      await send('createToken', 429, { json: attempt(email, people.otherClient) })
    },
  },
  {
    title: 'a success forgives the failures before it',
    tags: ['throttling'],
    facts: ['KH-64'],
    needs: ['server', 'guessing'],
    async run({ send, people: { ordinary, client } }) {
      for (let round = 0; round < 2; round++) {
        for (let failure = 0; failure < 4; failure++) {
          await send('createToken', 400, { json: loginBody({ ...ordinary, password: 'wrong' }, client) })
        }
        await send('createToken', 200, { json: loginBody(ordinary, client) })
      }
    },
  },
  {
    title: 'the wait is over when it said, and doubles',
    tags: ['throttling'],
    facts: ['KH-64'],
    needs: ['server', 'guessing', 'advanceClock'],
    async run(probe) {
      const { send, hooks, people } = probe
      const person = await signedUp(probe)
      const json = loginBody({ ...person, password: 'wrong' }, people.client)
      for (let failure = 0; failure < 5; failure++) await send('createToken', 400, { json })
      for (const seconds of [1, 2, 4, 8]) {
        const refused = await send('createToken', 429, { json })
        refused.is('Retry-After', String(seconds), refused.header('retry-after'))
        await hooks.advanceClock?.(seconds)
        await send('createToken', 400, { json })
      }
      await hooks.advanceClock?.(16)
      await send('createToken', 200, { json: loginBody(person, people.client) })
    },
  },
  {
    title: 'a token lives fourteen days, to the moment that `expires` says',
    tags: ['lifetime'],
    facts: ['KH-04', 'KH-09', 'KH-14', 'KH-40'],
    needs: ['server', 'advanceClock'],
    async run(probe) {
      const { send, hooks, people } = probe
      const basic = pair(await session(probe, people.admin))
      // The server's clock need not be ours; the account was made at its present.
      const login = await session(probe, await signedUp(probe))
      const answer = await send('getUser', 200, { basic, path: { id: login.key } })
      const lifetime = (Date.parse(login.expires) - Date.parse(answer.body.created)) / 1_000
      answer.holds('fourteen days from the login', lifetime >= 14 * day && lifetime < 14 * day + 60, lifetime)
      await hooks.advanceClock?.(14 * day - 10)
      await lives(probe, login)
      await hooks.advanceClock?.(10)
      await isDead(probe, login)
    },
  },
  {
    title: 'sign-up, login and refresh say the same of when a token ends',
    tags: ['lifetime'],
    facts: ['KH-09', 'KH-40'],
    needs: ['server'],
    async run(probe) {
      const { login, ...person } = await signedUp(probe)
      const again = await probe.send('createToken', 200, { json: loginBody(person, probe.people.client) })
      const next = await probe.send('refreshToken', 200, { json: refreshBody(again.body, probe.people.client) })
      for (const answer of [again, next]) {
        const later = (Date.parse(answer.body.expires) - Date.parse(login.expires)) / 1_000
        answer.holds('the end that a sign-up a moment ago said', later >= 0 && later < 5, later)
      }
    },
  },
  {
    title: 'an account has at most a hundred live logins; the oldest makes room',
    tags: ['revocation'],
    facts: ['KH-70'],
    needs: ['server', 'guessing'],
    async run(probe) {
      const first = await session(probe, probe.people.ordinary)
      const second = await session(probe, probe.people.ordinary)
      for (let count = 0; count < 99; count++) await session(probe, probe.people.ordinary)
      await isDead(probe, first)
      await probe.send('refreshToken', 400, { json: refreshBody(first, probe.people.client) })
      await lives(probe, second)
      await probe.send('refreshToken', 200, { json: refreshBody(second, probe.people.client) })
    },
  },
])

/** Five failures, then the wait, which the right password does not shorten. */
async function guessAt({ send, people: { client } }: KheProbe, { email, password }: Person): Promise<void> {
  for (let failure = 0; failure < 5; failure++) {
    await send('createToken', 400, { json: loginBody({ email, password: `wrong-${failure}` }, client) })
  }
  const wrong = await send('createToken', 429, { json: loginBody({ email, password: 'wrong' }, client) })
  const right = await send('createToken', 429, { json: loginBody({ email, password }, client) })
  right.is('the body', wrong.text, right.text)
}

const good = { client: 'some-client', email: 'someone@example.com', password: 'x' }

/** Requests that break the contract, and the places the messages have to name. */
const broken: readonly (readonly [Sent, ...string[]])[] = [
  [{ json: {} }, 'body.client', 'body.email', 'body.password'],
  [{ json: { ...good, password: undefined } }, 'body.password'],
  [{ json: { ...good, email: '' } }, 'body.email'],
  [{ json: { ...good, email: 'a'.repeat(255) } }, 'body.email'],
  [{ json: { ...good, password: 'x'.repeat(1_025) } }, 'body.password'],
  [{ json: { ...good, password: 12_345_678 } }, 'body.password'],
  [{ json: { ...good, email: { $ne: null } } }, 'body.email'],
  [{ json: { ...good, email: ['someone@example.com'] } }, 'body.email'],
  [{ json: { ...good, email: null } }, 'body.email'],
  [{ json: { ...good, grant_type: 'password' } }, 'body.grant_type'],
  [{ json: [] }, 'body'],
  [{ json: null }, 'body'],
  [{ form: { ...good, remember: 'yes' } }, 'body.remember'],
]
