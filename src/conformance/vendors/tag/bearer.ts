import { isChallenged } from '../../challenge.ts'
import type { Sent } from '../../request.ts'
import { challenge, protectedOperations } from './matrix.ts'
import { checksOf, clientToken, refreshRequest, type TagProbe } from './probe.ts'

type Protected = (typeof protectedOperations)[number][0]

const guess = (count: number) => String(count).padStart(43, 'x')

/** What access tokens promise, at every protected operation. */
export const bearer = [
  ...protectedOperations.flatMap(([operation, request]) => tokenChecks(operation, request())),
  ...checksOf(undefined, [
    {
      title: 'a header that is no Bearer token by its grammar is refused',
      tags: ['authentication'],
      facts: ['TG-01', 'TG-31'],
      needs: ['server'],
      async run(probe) {
        const good = await clientToken(probe)
        const wrong = [good, `Bearer${good}`, `Token ${good}`, `Bearer ${good} ${good}`, `Bearer ${good},`, 'Bearer']
        for (const value of wrong) await probe.send('listDelegates', 401, { headers: [['Authorization', value]] })
        for (const scheme of ['bearer', 'BEARER'])
          await probe.send('listDelegates', 200, { headers: [['Authorization', `${scheme} ${good}`]] })
      },
    },
    {
      title: 'guessing tokens is slowed down, for a good one too, at every operation',
      tags: ['throttling'],
      facts: ['TG-67'],
      needs: ['server', 'guessing', 'reset'],
      async run(probe) {
        const good = await clientToken(probe)
        for (let count = 0; count < 100; count++) await probe.send('listDelegates', 401, { bearer: guess(count) })
        for (const [operation, request] of protectedOperations) {
          const answer = await probe.send<Protected, 429>(operation, 429, { ...request(), bearer: good })
          answer.is('the code', 429, answer.body.code)
        }
      },
    },
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
      title: 'an unknown token is refused as invalid',
      tags: ['authentication'],
      facts: ['TG-31'],
      needs: ['server'],
      async run(probe) {
        for (const token of ['x'.repeat(43), 'x', 'a.b.c']) {
          const answer = await send(probe, { bearer: token })
          isChallenged(answer, challenge.invalid)
          answer.is('the code', 'invalid_token', answer.body.error)
        }
      },
    },
    {
      title: 'without its data the service says when to come again',
      tags: ['http'],
      facts: ['TG-68'],
      needs: ['outage'],
      async run(probe) {
        const at = (await probe.hooks.outage?.()) ?? ''
        await probe.send<Protected, 503>(operation, 503, { ...request, at, bearer: 'x'.repeat(43) })
      },
    },
    {
      title: 'an unknown query parameter is refused',
      tags: ['validation'],
      facts: ['TG-78'],
      needs: ['server'],
      async run(probe) {
        const bearer = await clientToken(probe)
        await probe.send<Protected, 400>(operation, 400, { ...request, bearer, query: { verbose: true } })
      },
    },
  ])
}
