import { isChallenged } from '../../challenge.ts'
import { freshWord } from '../../fresh.ts'
import type { Sent } from '../../request.ts'
import { checksOf, guess, type KheProbe, loginBody, pair, refreshBody, session } from './probe.ts'

type Refused = 'createToken' | 'refreshToken' | 'deleteToken' | 'createUser' | 'updateUser' | 'getUser'

/** What is refused, and the one message that the vendor's server has for it. */
const refusals: readonly {
  readonly operation: Refused
  readonly status: 400 | 401 | 404 | 409
  readonly says: string
  readonly facts: readonly string[]
  request(probe: KheProbe): Promise<readonly Sent[]>
}[] = [
  {
    operation: 'createToken',
    status: 400,
    says: 'Email or password incorrect',
    facts: ['KH-30', 'KH-49'],
    request: async ({ people: { ordinary, client } }) => [
      { json: loginBody({ ...ordinary, password: 'not-the-password' }, client) },
      // A text that is no e-mail is a login like any other.
      { json: loginBody({ email: freshWord(), password: 'x' }, client) },
    ],
  },
  {
    operation: 'createToken',
    status: 400,
    says: 'Invalid client ID',
    facts: ['KH-26'],
    // Before the login is looked at.
    request: async ({ people: { ordinary, client } }) => [
      { json: loginBody(ordinary, freshWord()) },
      { json: loginBody({ ...ordinary, password: 'not-the-password' }, freshWord()) },
      { json: loginBody(ordinary, client.toUpperCase()) },
    ],
  },
  {
    operation: 'refreshToken',
    status: 400,
    says: 'Invalid client ID',
    facts: ['KH-26'],
    request: async (probe) => [{ json: refreshBody(await session(probe, probe.people.ordinary), freshWord()) }],
  },
  {
    operation: 'refreshToken',
    status: 400,
    says: 'Invalid refresh token',
    facts: ['KH-51'],
    request: async ({ people: { client } }) => [
      { json: refreshBody({ ...guess(0), refresh: guess(1).token }, client) },
    ],
  },
  {
    operation: 'deleteToken',
    status: 400,
    says: 'Invalid client ID',
    facts: ['KH-26', 'KH-43'],
    request: async (probe) => [
      { basic: pair(await session(probe, probe.people.ordinary)), json: { client: freshWord() } },
    ],
  },
  {
    operation: 'createUser',
    status: 409,
    says: 'That email is already in use',
    facts: ['KH-31'],
    request: async ({ people: { ordinary, client } }) => [{ json: loginBody(ordinary, client) }],
  },
  {
    operation: 'updateUser',
    status: 409,
    says: 'That email is already taken',
    facts: ['KH-31'],
    request: async (probe) => [
      { basic: pair(await session(probe, probe.people.ordinary)), json: { email: probe.people.admin.email } },
    ],
  },
  {
    operation: 'updateUser',
    status: 401,
    says: 'You must be logged in to access this area',
    facts: ['KH-34'],
    request: async () => {
      const { key, token } = guess(0)
      return [
        { json: {} },
        { json: {}, basic: [key, token] },
        { json: {}, basic: ['x', 'y'] },
        { json: {}, basic: ['', ''] },
      ]
    },
  },
  {
    operation: 'getUser',
    status: 404,
    says: 'User not found',
    facts: ['KH-47'],
    request: async (probe) => [{ basic: pair(await session(probe, probe.people.admin)), path: { id: guess(0).key } }],
  },
]

/** Requests to log in that break the contract, and the places that the messages have to name. */
const broken: readonly (readonly [Sent, ...string[]])[] = [
  [{ json: {} }, 'client', 'email', 'password'],
  [{ json: { client: 'x', email: '', password: 'x' } }, 'email'],
  [{ json: { client: 'x', email: { $ne: null }, password: 12_345_678 } }, 'email', 'password'],
  [{ json: { client: 'x', email: 'x', password: 'x', grant_type: 'password' } }, 'grant_type'],
  [{ form: { client: 'x', email: 'x', password: 'x'.repeat(1_025), remember: 'yes' } }, 'password', 'remember'],
]

/** What refusals say. */
export const refused = [
  ...refusals.flatMap(({ operation, status, says, facts, request }) =>
    checksOf(operation, [
      {
        title: `"${says}" is what its refusal says`,
        tags: ['form'],
        facts: [...facts, 'KH-32'],
        needs: ['server'],
        async run(probe) {
          for (const each of await request(probe)) {
            const answer = await probe.send<Refused, never>(operation, status as never, each)
            answer.has('the body', { errors: [says] }, answer.body)
          }
        },
      },
    ]),
  ),
  ...checksOf('updateUser', [
    {
      title: 'its challenge names the charset',
      tags: ['authentication'],
      facts: ['KH-36'],
      needs: ['server'],
      async run({ send }) {
        isChallenged(await send('updateUser', 401, { json: {} }), {
          scheme: 'Basic',
          parameters: { charset: ['UTF-8'] },
        })
      },
    },
  ]),
  ...checksOf('createToken', [
    {
      title: 'the messages of a refusal are texts and name each place',
      tags: ['validation'],
      facts: ['KH-32', 'KH-33', 'KH-72'],
      needs: ['server'],
      async run({ send }) {
        for (const [request, ...places] of broken) {
          const answer = await send('createToken', 400, request)
          const missing = places.filter((place) => !answer.body.errors.some((error) => error.includes(place)))
          answer.is('the places that no message names', [], missing)
        }
      },
    },
  ]),
]
