import { isChallenged } from '../../challenge.ts'
import { freshEmail } from '../../fresh.ts'
import type { Sent } from '../../request.ts'
import { checksOf, refreshRequest, type TagProbe } from './probe.ts'

/** Each protected operation with a request that its token alone decides. */
const protectedOperations = [
  ['sendOtp', () => ({ json: { email: freshEmail() } })],
  ['postV5OtpSendJson', () => ({ json: { email: freshEmail() } })],
  ['listDelegates', () => ({})],
  ['getV5DelegateListJson', () => ({})],
] as const satisfies readonly (readonly [string, () => Sent])[]

type Protected = (typeof protectedOperations)[number][0]

/** What a protected operation asks for (TG-30, TG-31). */
const challenge = {
  absent: { scheme: 'Bearer', parameters: { realm: ['Service'], error: [undefined] } },
  invalid: { scheme: 'Bearer', parameters: { realm: ['Service'], error: ['invalid_token'] } },
} as const

const guess = (count: number) => String(count).padStart(43, 'x')

/** What access tokens promise, at every protected operation. */
export const bearer = [
  ...protectedOperations.flatMap(([operation, request]) => tokenChecks(operation, request())),
  ...checksOf(undefined, [
    {
      title: 'guessing refresh tokens is slowed down',
      tags: ['throttling'],
      facts: ['TG-67'],
      needs: ['server', 'guessing', 'reset'],
      async run({ send, people: { client } }) {
        for (let count = 0; count < 100; count++)
          await send('createAccessToken', 400, refreshRequest(client, guess(count)))
        await send('createAccessToken', 429, refreshRequest(client, guess(100)))
      },
    },
  ]),
]

function tokenChecks(operation: Protected, request: Sent) {
  const send = (probe: TagProbe, extra: Sent) => probe.send<Protected, 401>(operation, 401, { ...request, ...extra })
  return checksOf(operation, [
    {
      title: 'the refusal of no token, and of an unknown one, has its code and its realm',
      tags: ['authentication', 'form'],
      facts: ['TG-30', 'TG-31'],
      needs: ['server'],
      async run(probe) {
        const [none, unknown] = [await send(probe, {}), await send(probe, { bearer: 'x'.repeat(43) })]
        isChallenged(none, challenge.absent)
        none.is('the code', 'access_denied', none.body.error)
        isChallenged(unknown, challenge.invalid)
        unknown.is('the code', 'invalid_token', unknown.body.error)
      },
    },
  ])
}
