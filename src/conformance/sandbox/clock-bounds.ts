import type { Answer } from '../answer.ts'
import { checksOf } from './probe.ts'

const bounds = ['1970-01-01T00:00:00.000Z', '9000-01-01T00:00:00.000Z'] as const
const [earliest, latest] = bounds

function namesTheBounds(answer: Answer<{ readonly detail?: string | undefined }>): void {
  const { detail = '' } = answer.body
  answer.holds(
    'a detail that names the bounds',
    bounds.every((bound) => detail.includes(bound)),
    detail,
  )
}

/** How far a world's clock goes. */
export const clockBounds = [
  ...checksOf('setClock', [
    {
      title: 'it is set to its bounds, not out of them, and a try changes nothing',
      tags: ['validation'],
      facts: ['SB-53'],
      needs: ['server'],
      async run({ send }) {
        for (const now of bounds) {
          const set = await send('setClock', 200, { json: { now, frozen: true } })
          set.is('the clock', { now, frozen: true }, set.body)
        }
        for (const now of ['1969-12-31T23:59:59.999Z', '9000-01-01T00:00:00.001Z', '9999-12-31T23:59:59Z'])
          namesTheBounds(await send('setClock', 400, { json: { now, frozen: false } }))
        const after = await send('getClock', 200)
        after.is('the clock', { now: latest, frozen: true }, after.body)
      },
    },
  ]),
  ...checksOf('advanceClock', [
    {
      title: 'it is not moved out of its bounds, and a try changes nothing',
      tags: ['validation'],
      facts: ['SB-53'],
      needs: ['server'],
      async run({ send }) {
        for (const [now, seconds] of [
          [latest, 86_400],
          [earliest, -86_400],
        ] as const) {
          await send('setClock', 200, { json: { now, frozen: true } })
          namesTheBounds(await send('advanceClock', 400, { json: { seconds } }))
          const after = await send('getClock', 200)
          after.is('the clock', { now, frozen: true }, after.body)
        }
      },
    },
  ]),
  ...checksOf('listWorlds', [
    {
      title: 'they are listed whatever the clock of one shows',
      tags: ['form'],
      facts: ['SB-03', 'SB-53'],
      needs: ['server'],
      async run({ send }) {
        for (const now of bounds) {
          await send('setClock', 200, { json: { now } })
          await send('listWorlds', 200)
        }
      },
    },
  ]),
]
