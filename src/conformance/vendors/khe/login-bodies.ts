import type { Sent } from '../../request.ts'
import { checksOf } from './probe.ts'

/** What a login says of bodies that it does not take. */
export const loginBodies = checksOf('createToken', [
  {
    title: 'the messages of a refusal are texts and name each place',
    tags: ['validation'],
    facts: ['KH-32', 'KH-33', 'KH-72'],
    needs: ['server'],
    async run({ send }) {
      for (const [request, ...places] of broken) {
        const answer = await send('createToken', 400, request)
        for (const place of places) {
          const isNamed = answer.body.errors.some((error) => error.includes(place))
          answer.holds(`a message that names ${place}`, isNamed, answer.body.errors)
        }
      }
    },
  },
])

const good = { client: 'some-client', email: 'someone@example.com', password: 'x' }

/** Requests that break the contract, and the places the messages have to name. */
const broken: readonly (readonly [Sent, ...string[]])[] = [
  [{ json: {} }, 'client', 'email', 'password'],
  [{ json: { ...good, password: undefined } }, 'password'],
  [{ json: { ...good, email: '' } }, 'email'],
  [{ json: { ...good, email: 'a'.repeat(255) } }, 'email'],
  [{ json: { ...good, password: 'x'.repeat(1_025) } }, 'password'],
  [{ json: { ...good, password: 12_345_678 } }, 'password'],
  [{ json: { ...good, email: { $ne: null } } }, 'email'],
  [{ json: { ...good, email: ['someone@example.com'] } }, 'email'],
  [{ json: { ...good, email: null } }, 'email'],
  [{ json: { ...good, grant_type: 'password' } }, 'grant_type'],
  [{ json: [] }, ''],
  [{ json: null }, ''],
  [{ form: { ...good, remember: 'yes' } }, 'remember'],
]
