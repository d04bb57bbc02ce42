import { freshEmail, freshWord, newcomer } from '../fresh.ts'
import type { Sent } from '../request.ts'
import { checksOf, claims, header, type NebulaProbe, ownAccount, type Person, token } from './probe.ts'

const twoHours = 7_200

/** What `POST /login` promises. */
export const login = checksOf('login', [
  {
    title: 'a login name and its password buy an access token',
    tags: ['authentication'],
    facts: ['NB-03', 'NB-08', 'NB-09', 'NB-10', 'NB-11', 'NB-12', 'NB-50', 'NB-52'],
    needs: ['server'],
    async run({ send, people: { ordinary } }) {
      const answer = await send('login', 200, { form: { username: ordinary.login, password: ordinary.password } })
      answer.is('the e-mail', ordinary.email, answer.body.data.email)
      answer.is('is_staff', false, answer.body.data.is_staff)
      answer.is('is_active', true, answer.body.data.is_active)
      const { jwtToken } = answer.body.data
      await send('getCredits', 200, { bearer: jwtToken })
    },
  },
  {
    title: 'a well-formed request is answered as documented',
    tags: ['form'],
    facts: ['NB-09', 'NB-10'],
    async run({ send, people: { ordinary } }) {
      await send('login', 200, { form: { username: ordinary.login, password: ordinary.password } })
    },
  },
  {
    title: 'the e-mail serves as the login name, in any letter case',
    tags: ['authentication'],
    facts: ['NB-08'],
    needs: ['server'],
    async run({ send, people: { ordinary } }) {
      for (const username of [ordinary.email, ordinary.email.toUpperCase(), ordinary.login.toUpperCase()]) {
        const answer = await send('login', 200, { form: { username, password: ordinary.password } })
        answer.is('the e-mail', ordinary.email, answer.body.data.email)
      }
    },
  },
  {
    title: 'the token is an HS256 JWT for two hours with the documented claims',
    tags: ['lifetime', 'form'],
    facts: ['NB-04', 'NB-13', 'NB-45', 'NB-51'],
    needs: ['server'],
    async run({ send, people: { ordinary } }) {
      const answer = await send('login', 200, { form: { username: ordinary.login, password: ordinary.password } })
      const { jwtToken } = answer.body.data
      const { sub, roles, scopes, exp, iat, ...rest } = claims(jwtToken)
      answer.is('the header', { alg: 'HS256', typ: 'JWT' }, header(jwtToken) as object)
      answer.is('sub', ordinary.email, sub)
      answer.is('roles', ['GUEST'], roles)
      answer.is('scopes', roles, scopes)
      answer.is('the lifetime', twoHours, exp - iat)
      answer.is('the other claims', ['aud', 'iss', 'jti'], Object.keys(rest).sort())
    },
  },
  {
    title: 'a member of the staff is ADMIN',
    tags: ['authorization'],
    facts: ['NB-48'],
    needs: ['server'],
    async run({ send, people: { staff } }) {
      const answer = await send('login', 200, { form: { username: staff.login, password: staff.password } })
      answer.is('is_staff', true, answer.body.data.is_staff)
      answer.is('roles', ['ADMIN'], claims(answer.body.data.jwtToken).roles)
    },
  },
  {
    title: 'two logins in one moment buy two tokens',
    tags: ['authentication'],
    facts: ['NB-45'],
    needs: ['server'],
    async run(probe) {
      const tokens = await Promise.all([0, 1, 2, 3].map(() => token(probe, probe.people.ordinary)))
      const { send } = probe
      const answer = await send('getCredits', 200, { bearer: tokens[0] ?? '' })
      answer.is('the number of tokens', 4, new Set(tokens).size)
    },
  },
  {
    title: 'a wrong password and an unknown name are refused alike',
    tags: ['authentication', 'enumeration'],
    facts: ['NB-30', 'NB-14'],
    async run({ send, people: { ordinary } }) {
      const wrong = await send('login', 401, { form: { username: ordinary.login, password: 'not-the-password' } })
      const unknown = await send('login', 401, {
        form: { username: freshWord(), password: 'not-the-password' },
      })
      unknown.is('the body', wrong.text, unknown.text)
      unknown.is('the challenge', wrong.header('www-authenticate'), unknown.header('www-authenticate'))
      // A success forgives the failure.
      await send('login', 200, { form: { username: ordinary.login, password: ordinary.password } })
    },
  },
  {
    title: 'a disabled account is refused like a wrong password',
    tags: ['authentication', 'revocation', 'enumeration'],
    facts: ['NB-22', 'NB-30'],
    needs: ['createAccount', 'disableAccount'],
    async run({ send, hooks }) {
      const account = newcomer()
      await hooks.createAccount?.(account)
      const form = { username: account.email, password: account.password }
      await send('login', 200, { form })
      const wrong = await send('login', 401, { form: { ...form, password: 'not-the-password' } })
      await hooks.disableAccount?.(account.email, true)
      const disabled = await send('login', 401, { form })
      disabled.is('the body', wrong.text, disabled.text)
    },
  },
  {
    title: 'a password is compared to the letter',
    tags: ['passwords'],
    facts: ['NB-30'],
    needs: ['server'],
    async run({ send, people: { ordinary } }) {
      const { login: username, password } = ordinary
      for (const near of [password.toUpperCase(), `${password} `, ` ${password}`, password.slice(0, -1)]) {
        await send('login', 401, { form: { username, password: near } })
      }
      await send('login', 200, { form: { username, password } })
    },
  },
  {
    title: 'a form that breaks the contract is refused, and the message names the place',
    tags: ['validation'],
    facts: ['NB-12', 'NB-32'],
    async run({ send }) {
      for (const [request, place] of broken) {
        const answer = await send('login', 400, request)
        answer.holds(`a message that names ${place}`, answer.body.message.length > 0, answer.body.message)
      }
    },
  },
  {
    title: 'the message of a refusal names the field',
    tags: ['validation'],
    facts: ['NB-32'],
    needs: ['server'],
    async run({ send }) {
      for (const [request, place] of broken) {
        const answer = await send('login', 400, request)
        answer.holds(`a message that names ${place}`, answer.body.message.includes(place), answer.body.message)
      }
    },
  },
  {
    title: 'the printed sample, JSON-like text under a form type, is a form without its fields',
    tags: ['validation'],
    facts: ['NB-25'],
    async run({ send }) {
      const body = '{\n    "username": "testemail@gmail.com",\n    "password": "123456789",\n}'
      await send('login', 400, { raw: { type: 'application/x-www-form-urlencoded', body } })
    },
  },
  {
    title: 'JSON and other media types are refused, and the answer says what is taken',
    tags: ['http'],
    facts: ['NB-34'],
    async run({ send }) {
      const body = '{"username":"someone","password":"x"}'
      for (const type of ['application/json', 'text/plain', 'multipart/form-data; boundary=x']) {
        await send('login', 415, { raw: { type, body } })
      }
    },
  },
  {
    title: 'a form in another charset, and a body of no type, are refused',
    tags: ['http'],
    facts: ['NB-34'],
    needs: ['server'],
    async run({ send }) {
      await send('login', 415, { raw: { body: 'username=someone&password=x' } })
      const raw = { type: 'application/x-www-form-urlencoded; charset=utf-16', body: 'username=someone&password=x' }
      await send('login', 415, { raw })
    },
  },
  {
    title: 'a body over 16 KiB is refused',
    tags: ['http'],
    facts: ['NB-33'],
    needs: ['server'],
    async run({ send }) {
      await send('login', 413, { form: { username: 'someone', password: 'x'.repeat(16_385) } })
    },
  },
  {
    title: 'guessing one name is slowed down, for the right password too',
    tags: ['throttling'],
    facts: ['NB-35'],
    needs: ['server', 'guessing', 'createAccount'],
    run: async (probe) => guess(probe, await ownAccount(probe)),
  },
  {
    title: 'guessing a name that does not exist is slowed down alike',
    tags: ['enumeration', 'throttling'],
    facts: ['NB-35'],
    needs: ['server', 'guessing'],
    run: (probe) => guess(probe, { login: freshEmail(), password: 'whatever-it-may-be' }),
  },
  {
    title: 'spellings of one name share one count',
    tags: ['throttling'],
    facts: ['NB-35'],
    needs: ['server', 'guessing', 'createAccount'],
    async run(probe) {
      const { send } = probe
      const { email } = await ownAccount(probe)
      for (const username of [email, email.toUpperCase(), ` ${email}`, `${email} `, email.replace('a', 'ａ')]) {
        await send('login', 401, { form: { username, password: 'not-the-password' } })
      }
      await send('login', 429, { form: { username: email, password: 'not-the-password' } })
    },
  },
  {
    title: 'a success forgives the failures before it',
    tags: ['throttling'],
    facts: ['NB-35'],
    needs: ['server', 'guessing'],
    async run({ send, people: { ordinary } }) {
      const { login: username, password } = ordinary
      for (let round = 0; round < 2; round++) {
        for (let failure = 0; failure < 4; failure++)
          await send('login', 401, { form: { username, password: 'wrong' } })
        await send('login', 200, { form: { username, password } })
      }
    },
  },
  {
    title: 'the wait is over when it said, and doubles',
    tags: ['throttling'],
    facts: ['NB-35'],
    needs: ['server', 'guessing', 'advanceClock', 'createAccount'],
    async run(probe) {
      const { send, hooks } = probe
      const { login: username, password } = await ownAccount(probe)
      const form = { username, password: 'wrong' }
      for (let failure = 0; failure < 5; failure++) await send('login', 401, { form })
      for (const seconds of [1, 2, 4, 8]) {
        const refused = await send('login', 429, { form })
        refused.is('Retry-After', String(seconds), refused.header('retry-after'))
        await hooks.advanceClock?.(seconds)
        await send('login', 401, { form })
      }
      await hooks.advanceClock?.(16)
      await send('login', 200, { form: { ...form, password } })
    },
  },
  {
    title: 'the access token dies two hours after the login',
    tags: ['lifetime'],
    facts: ['NB-04'],
    needs: ['server', 'advanceClock'],
    async run(probe) {
      const bearer = await token(probe, probe.people.ordinary)
      await probe.hooks.advanceClock?.(twoHours - 2)
      await probe.send('getCredits', 200, { bearer })
      await probe.hooks.advanceClock?.(2)
      const answer = await probe.send('getCredits', 401, { bearer })
      answer.holds(
        'a challenge that says so',
        /error="invalid_token"/.test(answer.header('www-authenticate') ?? ''),
        answer.header('www-authenticate'),
      )
    },
  },
  {
    title: 'an account has at most a hundred live tokens; the oldest makes room',
    tags: ['revocation'],
    facts: ['NB-39'],
    needs: ['server', 'guessing'],
    async run(probe) {
      const first = await token(probe, probe.people.ordinary)
      const second = await token(probe, probe.people.ordinary)
      for (let login = 0; login < 99; login++) await token(probe, probe.people.ordinary)
      await probe.send('getCredits', 401, { bearer: first })
      await probe.send('getCredits', 200, { bearer: second })
    },
  },
  {
    title: 'without its data the service says when to come again',
    tags: ['http'],
    facts: ['NB-36'],
    needs: ['outage'],
    async run({ send, hooks, people: { ordinary } }) {
      const at = (await hooks.outage?.()) ?? ''
      await send('login', 503, { at, form: { username: ordinary.login, password: ordinary.password } })
    },
  },
])

/** Five failures, then the wait, which the right password does not shorten. */
async function guess(
  { send }: NebulaProbe,
  { login: username, password }: Pick<Person, 'login' | 'password'>,
): Promise<void> {
  for (let failure = 0; failure < 5; failure++) {
    await send('login', 401, { form: { username, password: `wrong-${failure}` } })
  }
  const wrong = await send('login', 429, { form: { username, password: 'wrong' } })
  const right = await send('login', 429, { form: { username, password } })
  right.is('the body', wrong.text, right.text)
}

/** Requests that break the contract, and the place the message has to name. */
const broken: readonly (readonly [Sent, string])[] = [
  [{ form: { username: 'someone' } }, 'body.password'],
  [{ form: { password: 'x' } }, 'body.username'],
  [{ form: { username: '', password: 'x' } }, 'body.username'],
  [{ form: { username: 'someone', password: 'x', grant_type: 'password' } }, 'body.grant_type'],
  [{ form: { username: 'a'.repeat(255), password: 'x' } }, 'body.username'],
  [{ form: { username: 'someone', password: 'x'.repeat(1_025) } }, 'body.password'],
  [{ raw: { type: 'application/x-www-form-urlencoded', body: 'username[]=someone&password=x' } }, 'body.username'],
]
