import { checksOf, linkTo, loginOf, stranger } from './probe.ts'

/** What signing up promises at its two addresses, and the link that it sends. */
export const signUp = [
  ...checksOf('postV11Users', [
    {
      title: 'at either address a new user is not activated and has no keys',
      tags: ['form'],
      facts: ['IN-03', 'IN-17', 'IN-19', 'IN-20', 'IN-29'],
      async run({ send }) {
        for (const operation of ['createUser', 'postV11Users'] as const) {
          const answer = await send(operation, 201, { json: { ...stranger(), demo: false } })
          const { activated, email_verified, api_keys } = answer.body.response
          answer.is('what it is', [false, false], [activated, email_verified])
          answer.has('api_keys', { live: null, test: null }, api_keys)
        }
      },
    },
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
        login.is('what the second message leads to', '', notice)
        for (const path of ['/v1/users/login', '/v1/users/me', '/v1/status', '/v1/teams', '/users'])
          await probe.ask('GET', path, [404, 401])
      },
    },
  ]),
  ...checksOf('activateUser', [
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
        await probe.send('activateUser', 429, { query: { token: await linkTo(probe, lin.email) } })
      },
    },
  ]),
]
