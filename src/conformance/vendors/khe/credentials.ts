import { newcomer } from '../../fresh.ts'
import {
  checksOf,
  guess,
  isDead,
  type KheProbe,
  lives,
  loginBody,
  pair,
  refreshBody,
  type Session,
  session,
} from './probe.ts'

async function isRefused({ send, people }: KheProbe, login: Session): Promise<void> {
  await send('refreshToken', 400, { json: refreshBody(login, people.client) })
}

const fourteenDays = 14 * 86_400

/** What keys, tokens and refresh tokens promise beyond any other. */
export const credentials = [
  ...checksOf(undefined, [
    {
      title: 'key and token are one pair',
      tags: ['authentication'],
      facts: ['KH-75'],
      needs: ['server'],
      async run(probe) {
        const [one, other] = [await session(probe, probe.people.ordinary), await session(probe, probe.people.admin)]
        const pairs = [
          [one.key, other.token],
          [one.token, one.key],
          [one.key, one.key],
          [one.token, one.token],
          [one.key.toUpperCase(), one.token],
          [one.key, one.token.toUpperCase()],
          [one.key, ''],
          ['', one.token],
        ] as const
        for (const wrong of pairs) await probe.send('updateUser', 401, { basic: wrong, json: {} })
        for (const login of [one, other]) await lives(probe, login)
      },
    },
  ]),
  ...checksOf('createToken', [
    {
      title: 'a token lives fourteen days, renewed or not',
      tags: ['lifetime'],
      facts: ['KH-02', 'KH-04', 'KH-09', 'KH-40'],
      needs: ['server'],
      async run(probe) {
        const { send, people } = probe
        const person = newcomer()
        const signUp = await send('createUser', 201, { json: loginBody(person, people.client) })
        const login = await send('createToken', 200, { json: loginBody(person, people.client) })
        const next = await send('refreshToken', 200, { json: refreshBody(login.body, people.client) })
        // The server's clock need not be ours; the account was made at its present.
        const basic = pair(await session(probe, people.admin))
        const { body } = await send('getUser', 200, { basic, path: { id: login.body.key } })
        for (const { expires } of [signUp.body, login.body, next.body]) {
          const lifetime = (Date.parse(expires) - Date.parse(body.created)) / 1_000
          next.holds('fourteen days', lifetime >= fourteenDays && lifetime < fourteenDays + 60, lifetime)
        }
      },
    },
    {
      title: 'the role is that of the account, which opens what staff and admins see',
      tags: ['authentication', 'authorization'],
      facts: ['KH-08', 'KH-25', 'KH-46', 'KH-47'],
      needs: ['server', 'createAccount'],
      async run(probe) {
        const { send, hooks, people } = probe
        for (const role of ['staff', 'admin']) {
          const person = newcomer()
          await hooks.createAccount?.({ ...person, role })
          const answer = await send('createToken', 200, { json: loginBody(person, people.client) })
          const { body } = answer
          answer.is('the role', role, body.role)
          await send('listUsers', 200, { basic: pair(body) })
          await send('getUser', 200, { basic: pair(body), path: { id: body.key } })
        }
      },
    },
  ]),
  ...checksOf('refreshToken', [
    {
      title: 'with another key it is refused without harm',
      tags: ['rotation', 'authorization'],
      facts: ['KH-51', 'KH-59'],
      needs: ['server'],
      async run(probe) {
        const login = await session(probe, probe.people.ordinary)
        const other = await session(probe, probe.people.admin)
        for (const { key } of [other, guess(0)]) await isRefused(probe, { ...login, key })
        await lives(probe, login)
        await probe.send('refreshToken', 200, { json: refreshBody(login, probe.people.client) })
      },
    },
    {
      title: 'guessing is slowed down, for a good one too',
      tags: ['throttling'],
      facts: ['KH-64'],
      needs: ['server', 'guessing', 'reset'],
      async run(probe) {
        const login = await session(probe, probe.people.ordinary)
        for (let count = 0; count < 100; count++) await isRefused(probe, { ...login, refresh: guess(count).token })
        await probe.send('refreshToken', 429, { json: refreshBody(login, probe.people.client) })
        await probe.send('updateUser', 429, { basic: pair(login), json: {} })
      },
    },
    {
      title: 'one that has ended is no guess',
      tags: ['throttling'],
      facts: ['KH-64'],
      needs: ['server', 'guessing'],
      async run(probe) {
        const login = await session(probe, probe.people.ordinary)
        await probe.send('deleteToken', 200, { basic: pair(login), json: { client: probe.people.client } })
        for (let count = 0; count < 101; count++) await isRefused(probe, login)
      },
    },
  ]),
  ...checksOf('deleteToken', [
    {
      title: 'the client is that of the body, not that of the token',
      tags: ['revocation', 'authorization'],
      facts: ['KH-60'],
      needs: ['server'],
      async run(probe) {
        const { ordinary, otherClient } = probe.people
        const [login, elsewhere] = [await session(probe, ordinary), await session(probe, ordinary, otherClient)]
        await probe.send('deleteToken', 200, { basic: pair(login), json: { client: otherClient } })
        await lives(probe, login)
        await isDead(probe, elsewhere)
      },
    },
  ]),
  ...checksOf('createUser', [
    {
      title: 'trying e-mails out is slowed down, for one that is free too',
      tags: ['throttling'],
      facts: ['KH-64', 'KH-78'],
      needs: ['server', 'guessing', 'settings.failuresPerAddress', 'reset'],
      async run({ send, hooks, people: { ordinary, client } }) {
        await hooks.changeSettings?.({ failuresPerAddress: 5 })
        for (let count = 0; count < 5; count++) await send('createUser', 409, { json: loginBody(ordinary, client) })
        for (const person of [ordinary, newcomer()]) await send('createUser', 429, { json: loginBody(person, client) })
      },
    },
  ]),
]
