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
])
