import type { Answer } from '../../answer.ts'
import { asUser, checksOf, type InnodataProbe, loginOf, stranger, uuid } from './probe.ts'

interface Envelope {
  readonly success: boolean
  readonly status_code: number
  readonly tracking: string
}

/** Answers of many kinds: successes, refusals of operations, and refusals outside of them. */
async function manyAnswers(probe: InnodataProbe): Promise<Answer[]> {
  const { send, ask, people } = probe
  return [
    await send('getStatus', 200),
    await send('getStatus', 200, { basic: ['user-live-x', ''] }),
    await send('login', 200, loginOf(people.ordinary)),
    await send('createUser', 201, { json: stranger() }),
    await send('login', 400, { json: {} }),
    await send('login', 401, loginOf(stranger())),
    await send('getCurrentUser', 401),
    await send('activateUser', 404, { query: { token: 'x'.repeat(43) } }),
    await send('login', 413, loginOf({ ...people.ordinary, password: 'x'.repeat(16_385) })),
    await send('login', 415, { raw: { type: 'text/plain', body: 'x' } }),
    await ask('GET', '/v1.1/undocumented', 404, await asUser(probe)),
    await ask('PUT', '/v1.1/status', 405),
  ]
}

/** What every answer promises. */
export const envelope = checksOf(undefined, [
  {
    title: 'every answer is the envelope with its status and a tracking of its own, in UTF-8',
    tags: ['form'],
    facts: ['IN-18', 'IN-25', 'IN-26', 'IN-27', 'IN-33', 'IN-36', 'IN-38', 'IN-41', 'IN-72'],
    needs: ['server'],
    async run(probe) {
      const trackings = new Set<string>()
      for (const answer of await manyAnswers(probe)) {
        const { success, status_code, tracking } = answer.body as Envelope
        answer.is('status_code', answer.status, status_code)
        answer.is('success', answer.status < 300, success)
        answer.holds('a UUID as tracking', uuid.test(tracking), tracking)
        answer.holds('a tracking of its own', !trackings.has(tracking), tracking)
        trackings.add(tracking)
        const type = answer.header('content-type') ?? ''
        answer.holds('UTF-8', !/charset *= *"?(?!utf-8\b)/i.test(type), type)
      }
    },
  },
])
