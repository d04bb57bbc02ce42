import { checksOf } from './probe.ts'

/** What traffic cannot be picked by. */
export const trafficFilter = (['listTraffic', 'streamTraffic'] as const).flatMap((operation) =>
  checksOf(operation, [
    {
      title: 'an API that there is not is not found, and those there are are named',
      tags: ['validation'],
      facts: ['SB-19', 'SB-43'],
      needs: ['server'],
      async run({ send, people: { api } }) {
        const answer = await send(operation, 404, { query: { api: 'no-such-api' } })
        const { detail = '' } = answer.body
        answer.holds('the APIs', detail.includes(api), detail)
      },
    },
  ]),
)
