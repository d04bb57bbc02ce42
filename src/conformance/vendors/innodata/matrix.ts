import type { Answer } from '../../answer.ts'
import { credentialMatrix, type Guarded } from '../../credential-matrix.ts'
import type { Sent } from '../../request.ts'
import {
  basicChallenge,
  type InnodataProbe,
  keysOf,
  type Operations,
  type People,
  stranger,
  teamName,
  withKey,
} from './probe.ts'

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

/** The key of an account of its own, which is disabled then. */
async function disabled(probe: InnodataProbe, kind: Kind): Promise<string> {
  const { email, password } = stranger()
  await probe.hooks.createAccount?.({ email, password })
  const key = (await keysOf(probe, { email, password }))[kind]
  await probe.send('getCurrentUser', 200, withKey(key))
  await probe.hooks.disableAccount?.(email, true)
  return key
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
    ends: [
      {
        by: 'disabling the account',
        facts: ['IN-63'],
        needs: ['createAccount', 'disableAccount'],
        end: async (probe) => ({ ...request(), ...withKey(await disabled(probe, kind)) }),
      },
    ],
    strangers: [
      {
        kind: 'e-mail and password',
        facts: ['IN-11'],
        credential: async ({ people: { ordinary } }) => ({ basic: [ordinary.email, ordinary.password] }),
      },
      {
        kind: 'key under the other prefix',
        facts: ['IN-08', 'IN-70'],
        credential: async (probe) => {
          const key = (await keysOf(probe, probe.people.ordinary))[kind]
          return withKey(key.replace(/live|test/, kind === 'live' ? 'test' : 'live'))
        },
      },
    ],
  }
}

/** Each protected operation against both kinds of key, in every way in which they fail. */
export const matrix = credentialMatrix<Operations, People>(
  protectedOperations.flatMap(([operation, request]) => [
    row(operation, request, 'live'),
    row(operation, request, 'test'),
  ]),
)
