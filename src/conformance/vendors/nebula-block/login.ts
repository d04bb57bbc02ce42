import type { Sent } from '../../request.ts'
import { checksOf } from './probe.ts'

/** What `POST /login` promises beside what its contract declares. */
export const login = checksOf('login', [
  {
    title: 'the login name and the e-mail log the same account in',
    tags: ['authentication'],
    facts: ['NB-08'],
    needs: ['server'],
    async run({ send, people: { ordinary } }) {
      for (const username of [ordinary.login, ordinary.email]) {
        const answer = await send('login', 200, { form: { username, password: ordinary.password } })
        answer.is('the e-mail', ordinary.email, answer.body.data.email)
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
])

/** Requests that break the contract, and the place the message has to name. */
const broken: readonly (readonly [Sent, string])[] = [
  [{ form: { username: 'someone' } }, 'password'],
  [{ form: { password: 'x' } }, 'username'],
  [{ form: { username: 'a'.repeat(255), password: 'x' } }, 'username'],
]
