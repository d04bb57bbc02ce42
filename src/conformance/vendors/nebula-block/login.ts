import { hasChallengeOf } from '../../challenge.ts'
import { freshWord, newcomer } from '../../fresh.ts'
import { checksOf, claims, header, token } from './probe.ts'

/** What `POST /login` issues, and to whom. */
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
      const { sub, roles, scopes } = claims(jwtToken)
      answer.has('the header', { alg: 'HS256' }, header(jwtToken) as object)
      answer.is('sub', ordinary.email, sub)
      answer.is('roles', ['GUEST'], roles)
      answer.is('scopes', roles, scopes)
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
      unknown.saysAs(wrong)
      hasChallengeOf(unknown, wrong)
      // A success forgives the failure.
      await send('login', 200, { form: { username: ordinary.login, password: ordinary.password } })
    },
  },
  {
    title: 'a disabled account is refused like a wrong password',
    tags: ['authentication', 'revocation', 'enumeration'],
    facts: ['NB-30'],
    needs: ['createAccount', 'disableAccount'],
    async run({ send, hooks }) {
      const account = newcomer()
      await hooks.createAccount?.(account)
      const form = { username: account.email, password: account.password }
      await send('login', 200, { form })
      const wrong = await send('login', 401, { form: { ...form, password: 'not-the-password' } })
      await hooks.disableAccount?.(account.email, true)
      const disabled = await send('login', 401, { form })
      disabled.saysAs(wrong)
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
])

/** What it says while nobody can be looked up. */
export const loginOutage = checksOf('login', [
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
