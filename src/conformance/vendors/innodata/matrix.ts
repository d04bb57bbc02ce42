import type { Answer } from '../../answer.ts'
import { credentialMatrix, type Guarded } from '../../credential-matrix.ts'
import type { Sent } from '../../request.ts'
import { basicChallenge, keysOf, type Operations, type People, teamName, withKey } from './probe.ts'

/** Each protected operation with a request that its key alone decides. */
export const protectedOperations = [
  ['getCurrentUser', () => ({})],
  ['listTeams', () => ({})],
  ['createTeam', () => ({ json: { name: teamName() } })],
] as const satisfies readonly (readonly [string, () => Sent])[]

type Operation = (typeof protectedOperations)[number][0]
type Kind = 'live' | 'test'

/** One answer for all of them, but for the tracking. */
function refusal(answer: Answer): void {
  const { success, status_code } = answer.body as { success: unknown; status_code: unknown }
  answer.is('success and status_code', [false, 401], [success, status_code])
}

function row(operation: Operation, request: () => Sent, kind: Kind): Guarded<Operations, People> {
  return {
    operation,
    credential: `${kind} key`,
    scheme: 'basic',
    facts: { absent: ['IN-11', 'IN-44'], invalid: ['IN-44'] },
    challenge: { absent: basicChallenge, invalid: basicChallenge },
    refusal,
    authorize: async (probe) => ({ ...request(), ...withKey((await keysOf(probe, probe.people.ordinary))[kind]) }),
  }
}

/** Each protected operation against both kinds of key, in every way in which they fail. */
export const matrix = credentialMatrix<Operations, People>(
  protectedOperations.flatMap(([operation, request]) => [
    row(operation, request, 'live'),
    row(operation, request, 'test'),
  ]),
)
