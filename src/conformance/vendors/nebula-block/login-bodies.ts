import type { Sent } from '../../request.ts'
import { checksOf } from './probe.ts'

/** Which bodies `POST /login` takes, and what it says of others. */
export const loginBodies = checksOf('login', [
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
  [{ form: { username: '', password: 'x' } }, 'username'],
  [{ form: { username: 'a'.repeat(255), password: 'x' } }, 'username'],
  [{ form: { username: 'someone', password: 'x'.repeat(1_025) } }, 'password'],
  [{ raw: { type: 'application/x-www-form-urlencoded', body: 'username[]=someone&password=x' } }, 'username'],
]
