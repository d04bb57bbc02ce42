import type { Answer } from '../../answer.ts'
import { checksOf, type InnodataProbe, loginOf, onTrial, stranger, teamName, uuid } from './probe.ts'

interface Envelope {
  readonly success: boolean
  readonly status_code: number
  readonly tracking: string
  readonly response: object
}

/** Answers of many kinds: successes, refusals of operations, and refusals outside of them. */
async function manyAnswers(probe: InnodataProbe): Promise<Answer[]> {
  const { send, ask, people } = probe
  const request = await onTrial(probe)
  const json = { name: teamName() }
  return [
    await send('createUser', 201, { json: stranger() }),
    await send('login', 200, loginOf(people.ordinary)),
    await send('getCurrentUser', 200, request),
    await send('createTeam', 201, { ...request, json }),
    await send('listTeams', 200, request),
    await send('getStatus', 200),
    await send('login', 400, { json: {} }),
    await send('login', 401, loginOf(stranger())),
    await send('getCurrentUser', 401),
    await send('activateUser', 404, { query: { token: 'x'.repeat(43) } }),
    await send('createTeam', 409, { ...request, json }),
    await send('login', 413, loginOf({ ...people.ordinary, password: 'x'.repeat(16_385) })),
    await send('login', 415, { raw: { type: 'text/plain', body: 'x' } }),
    await ask('GET', '/v1.1/undocumented', 404, request),
    await ask('GET', '/v1.1', 404, request),
    await ask('PUT', '/v1.1/status', 405),
  ]
}

const envelopeOf = (answer: Answer) => answer.body as Envelope

/** Every name in an answer, at any depth. */
function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [...(Array.isArray(value) ? [] : [name]), ...namesIn(inner)])
}

/** Every value under a name, at any depth. */
function valuesOf(name: string, value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([own, inner]) => (own === name ? [inner] : valuesOf(name, inner)))
}

function isEnvelope(answer: Answer): void {
  const { success, status_code, tracking, response } = envelopeOf(answer)
  answer.is('status_code', answer.status, status_code)
  answer.is('success', answer.status < 300, success)
  answer.holds('an object under `response`', typeof response === 'object' && response !== null, response)
  answer.holds('a UUID as tracking', uuid.test(tracking), tracking)
  const type = answer.header('content-type') ?? ''
  answer.holds('UTF-8', !/charset *= *"?(?!utf-8\b)/i.test(type), type)
  const otherCase = namesIn(answer.body).filter((name) => !/^[a-z]+(_[a-z]+)*$/.test(name))
  answer.is('names in another case', [], otherCase)
  const otherIds = valuesOf('id', answer.body).filter((id) => !uuid.test(String(id)))
  answer.is('ids that are not UUIDs', [], otherIds)
}

/** What every answer promises, and the status of the service. */
export const envelope = [
  ...checksOf(undefined, [
    {
      title: 'every answer is the envelope with its status and a tracking of its own, in snake case and UTF-8',
      tags: ['form'],
      facts: ['IN-18', 'IN-25', 'IN-26', 'IN-27', 'IN-33', 'IN-36', 'IN-41'],
      needs: ['server'],
      async run(probe) {
        const answers = await manyAnswers(probe)
        for (const answer of answers) isEnvelope(answer)
        const trackings = new Set(answers.map((answer) => envelopeOf(answer).tracking))
        answers[0]?.is('the number of trackings', answers.length, trackings.size)
      },
    },
    {
      title: 'a GET of anything but the link changes nothing',
      tags: ['http'],
      facts: ['IN-35'],
      needs: ['server'],
      async run(probe) {
        const request = await onTrial(probe)
        await probe.send('createTeam', 201, { ...request, json: { name: teamName() } })
        const before = await probe.send('listTeams', 200, request)
        for (const operation of ['getStatus', 'getCurrentUser', 'listTeams'] as const)
          await probe.send(operation, 200, operation === 'getStatus' ? {} : request)
        const after = await probe.send('listTeams', 200, request)
        after.is('the teams', before.body.response, after.body.response)
      },
    },
  ]),
  ...checksOf('getStatus', [
    {
      title: 'it says that the service is up, without a credential',
      tags: ['form'],
      facts: ['IN-38', 'IN-72'],
      async run({ send }) {
        const answer = await send('getStatus', 200)
        answer.has('what it says', { status: 'ok' }, answer.body.response)
      },
    },
    {
      title: 'a bad credential makes no difference to it',
      tags: ['authentication'],
      facts: ['IN-72'],
      async run({ send }) {
        await send('getStatus', 200, { basic: ['user-live-x', ''] })
      },
    },
  ]),
]
