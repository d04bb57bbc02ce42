import type { Sent } from '../../request.ts'
import { checksOf, loginOf, names, stranger } from './probe.ts'

/** Both addresses of the one operation (IN-29). */
export const doors = ['createUser', 'postV11Users'] as const

export type Door = (typeof doors)[number]

/** Which bodies signing up takes, at either address. */
export function signUpBodies(operation: Door) {
  return fields(operation)
}

const person = { name: 'Lin', email: 'lin@example.com', password: 'a-password-of-some-length' }

/** Requests that break the contract, and the places the refusal has to name. */
const broken: readonly (readonly [Sent, readonly string[]])[] = [
  [{ json: {} }, ['name', 'email', 'password']],
  [{ json: [] }, ['body']],
  [{ json: { ...person, name: '' } }, ['name']],
  [{ json: { ...person, name: 'x'.repeat(101) } }, ['name']],
  [{ json: { ...person, name: null } }, ['name']],
  [{ json: { ...person, email: 'lin' } }, ['email']],
  [{ json: { ...person, email: 'lin@example.com\r\nBcc: x@example.com' } }, ['email']],
  [{ json: { ...person, email: ['lin@example.com'] } }, ['email']],
  [{ json: { ...person, password: '7 chars' } }, ['password']],
  [{ json: { ...person, password: 'x'.repeat(1_025) } }, ['password']],
  [{ json: { ...person, password: 12_345_678 } }, ['password']],
  [{ json: { ...person, demo: 'false' } }, ['demo']],
]

/** What is refused for what it says. */
function fields(operation: Door) {
  return checksOf(operation, [
    {
      title: 'the refusal names each place',
      tags: ['validation'],
      facts: ['IN-41', 'IN-42'],
      needs: ['server'],
      async run({ send }) {
        for (const [request, fields] of broken) {
          const answer = await send(operation, 400, request)
          names(answer, fields)
        }
        const json = Object.fromEntries(Array.from({ length: 500 }, (_, number) => [`field_${number}`, 1]))
        await send(operation, 400, { json })
      },
    },
    {
      title: 'a field in another spelling is another field',
      tags: ['validation'],
      facts: ['IN-34'],
      needs: ['server'],
      async run({ send }) {
        const { name, ...rest } = stranger()
        const answer = await send(operation, 400, { json: { ...rest, Name: name } })
        names(answer, ['name'])
        await send(operation, 400, { json: { ...rest, name, NAME: name } })
      },
    },
    {
      title: 'nobody makes oneself more than a new user',
      tags: ['authorization'],
      facts: ['IN-62'],
      needs: ['server'],
      async run({ send }) {
        const person = stranger()
        const wishes = { activated: true, email_verified: true, is_demo: true, role: 'ADMIN', api_keys: {}, id: '1' }
        for (const [name, value] of Object.entries(wishes)) {
          names(await send(operation, 400, { json: { ...person, [name]: value } }), [name])
        }
        await send('login', 401, loginOf(person))
      },
    },
  ])
}
