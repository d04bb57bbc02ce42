import type { Sent } from '../../request.ts'
import { checksOf, keysOf, linkTo, loginOf, names, stranger, uuid } from './probe.ts'

/** Both addresses of the one operation (IN-29). */
const doors = ['createUser', 'postV11Users'] as const

const person = { name: 'Lin', email: 'lin@example.com', password: 'a-password-of-some-length' }

/** Requests that break the contract, and the places the refusal has to name. */
const broken: readonly (readonly [Sent, readonly string[]])[] = [
  [{ json: {} }, ['name', 'email', 'password']],
  [{ json: [] }, ['body']],
  [{ json: { ...person, name: '', email: 'lin' } }, ['name', 'email']],
  [{ json: { ...person, password: '7 chars', demo: 'false' } }, ['password', 'demo']],
  [{ json: { ...person, name: undefined, Name: 'Lin' } }, ['name']],
  [{ json: Object.fromEntries(Array.from({ length: 500 }, (_, number) => [`field_${number}`, 1])) }, ['name']],
]

/** What a new user is, at either address of the sign-up. */
const newUsers = doors.flatMap((operation) =>
  checksOf(operation, [
    {
      title: 'a new user is not activated and has no keys',
      tags: ['form'],
      facts: ['IN-03', 'IN-16', 'IN-17', 'IN-19', 'IN-20'],
      async run({ send }) {
        const answer = await send(operation, 201, { json: { ...stranger(), demo: false } })
        const { id, activated, email_verified, api_keys } = answer.body.response
        answer.is('what it is', [false, false], [activated, email_verified])
        answer.has('api_keys', { live: null, test: null }, api_keys)
        answer.holds('a UUID', uuid.test(id), id)
      },
    },
    {
      title: 'the refusal names each place, and a field in another spelling is another field',
      tags: ['validation'],
      facts: ['IN-34', 'IN-41', 'IN-42'],
      needs: ['server'],
      async run({ send }) {
        for (const [request, fields] of broken) names(await send(operation, 400, request), fields)
      },
    },
  ]),
)

/** What the two addresses share, and the link that a sign-up sends. */
export const signUp = [
  ...newUsers,
  ...checksOf('createUser', [
    {
      title: 'both addresses lead to the same users, and nothing else is under the older version',
      tags: ['form', 'http'],
      facts: ['IN-04', 'IN-29'],
      needs: ['server', 'readMessage'],
      async run(probe) {
        const lin = stranger()
        await probe.send('createUser', 201, { json: lin })
        await probe.send('postV11Users', 201, { json: { ...lin, password: 'another-password' } })
        const notice = await linkTo(probe, lin.email)
        const login = await probe.send('login', 200, loginOf(lin))
        login.is('the second message carries', '', notice.token)
        for (const path of ['/v1/users/login', '/v1/users/me', '/v1/status', '/v1/teams', '/users', '/v2/users'])
          await probe.ask('GET', path, [404, 401])
      },
    },
  ]),
  ...checksOf('activateUser', [
    {
      title: 'the link of the message activates, verifies the address and shows the keys of every login',
      tags: ['one-time', 'form'],
      facts: ['IN-17', 'IN-24', 'IN-55'],
      needs: ['server', 'readMessage'],
      async run(probe) {
        const lin = stranger()
        await probe.send('createUser', 201, { json: lin })
        const { address } = await linkTo(probe, lin.email)
        const answer = await probe.ask('GET', '', 200, { at: address })
        const { response } = answer.body as { response: { api_keys: object; email_verified: boolean } }
        answer.is('email_verified', true, response.email_verified)
        answer.has('the keys of a login', await keysOf(probe, lin), response.api_keys)
      },
    },
    {
      title: 'guessing links is slowed down, for a good one too',
      tags: ['throttling'],
      facts: ['IN-47'],
      needs: ['server', 'guessing', 'readMessage', 'reset'],
      async run(probe) {
        const lin = stranger()
        await probe.send('createUser', 201, { json: lin })
        for (let guess = 0; guess < 100; guess++)
          await probe.send('activateUser', 404, { query: { token: String(guess).padStart(43, 'x') } })
        await probe.send('activateUser', 429, { query: { token: (await linkTo(probe, lin.email)).token } })
      },
    },
  ]),
]
