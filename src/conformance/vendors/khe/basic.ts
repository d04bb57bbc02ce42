import { hasChallengeOf, isChallenged } from '../../challenge.ts'
import type { Sent } from '../../request.ts'
import {
  checksOf,
  guess,
  type KheProbe,
  lives,
  type People,
  type Protected,
  pair,
  protectedOperations,
  session,
} from './probe.ts'

/** The value that the page prints; it decodes to a text without a colon. */
const pageSample = 'Basic YWdpZXJnaWVyb2dpMjM0MjQ='

/** What key and token promise, at every operation that wants them. */
export const basic = [
  ...protectedOperations.flatMap(([operation, requestFor]) => credentialChecks(operation, requestFor)),
  ...checksOf(undefined, [
    {
      title: 'the printed header is refused as no credentials',
      tags: ['authentication'],
      facts: ['KH-20'],
      async run({ send, people: { client } }) {
        await send('updateUser', 401, { headers: [['Authorization', pageSample]], json: { email: 'x@example.com' } })
        await send('deleteToken', 401, { headers: [['Authorization', pageSample]], json: { client } })
      },
    },
    {
      title: 'key and token are one pair',
      tags: ['authentication'],
      facts: ['KH-75'],
      needs: ['server'],
      async run(probe) {
        const [one, other] = [await session(probe, probe.people.ordinary), await session(probe, probe.people.admin)]
        const pairs = [
          [one.key, other.token],
          [other.key, one.token],
          [one.token, one.key],
          [one.key, one.key],
          [one.token, one.token],
          [one.key.toUpperCase(), one.token],
          [one.key, one.token.toUpperCase()],
          [one.key, ''],
          ['', one.token],
        ] as const
        for (const wrong of pairs) await probe.send('updateUser', 401, { basic: wrong, json: {} })
        await lives(probe, one)
        await lives(probe, other)
      },
    },
    {
      title: 'what the server has beside the documented operations is unknown here',
      tags: ['http'],
      facts: ['KH-79'],
      needs: ['server'],
      async run(probe) {
        const login = await session(probe, probe.people.admin)
        const request = { basic: pair(login), json: { email: 'x@example.com' } }
        for (const method of ['PATCH', 'DELETE']) await probe.ask(method, `/users/${login.key}`, 405, request)
        for (const path of ['/users/quick', '/users/reset']) await probe.ask('POST', path, 405, request)
        await probe.ask('GET', '/users/me/application', 404, request)
      },
    },
  ]),
]

function credentialChecks(operation: Protected, requestFor: (people: People) => Sent) {
  const send = (probe: KheProbe, extra: Sent) =>
    probe.send<Protected, 401>(operation, 401, { ...requestFor(probe.people), ...extra })
  return checksOf(operation, [
    {
      title: 'a wrong credential is refused like none',
      tags: ['authentication', 'enumeration'],
      facts: ['KH-34', 'KH-36'],
      needs: ['server'],
      async run(probe) {
        const none = await send(probe, {})
        none.has('the body', { errors: ['You must be logged in to access this area'] }, none.body)
        isChallenged(none, { scheme: 'Basic', parameters: { charset: ['UTF-8'] } })
        const { key, token } = guess(0)
        for (const wrong of [
          [key, token],
          ['x', 'y'],
          ['', ''],
        ] as const) {
          const answer = await send(probe, { basic: wrong })
          answer.saysAs(none)
          hasChallengeOf(answer, none)
        }
      },
    },
  ])
}
