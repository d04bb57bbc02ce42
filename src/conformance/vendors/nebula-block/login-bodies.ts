import type { Sent } from '../../request.ts'
import { checksOf } from './probe.ts'

/** Which bodies `POST /login` takes, and what it says of others. */
export const loginBodies = checksOf('login', [
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
