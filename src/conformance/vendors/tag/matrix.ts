import { credentialMatrix, type Guarded } from '../../credential-matrix.ts'
import { freshEmail } from '../../fresh.ts'
import type { Sent } from '../../request.ts'
import { clientToken, type Operations, ownUser, type People, refreshed, type TagProbe, userTokens } from './probe.ts'

/** Each protected operation with a request that its token alone decides. */
export const protectedOperations = [
  ['sendOtp', () => ({ json: { email: freshEmail() } })],
  ['postV5OtpSendJson', () => ({ json: { email: freshEmail() } })],
  ['listDelegates', () => ({})],
  ['getV5DelegateListJson', () => ({})],
] as const satisfies readonly (readonly [string, () => Sent])[]

type Operation = (typeof protectedOperations)[number][0]
type Row = Guarded<Operations, People>

const codes = { absent: 'access_denied', invalid: 'invalid_token' } as const

/** What a protected operation asks for (TG-30, TG-31). */
export const challenge = {
  absent: { scheme: 'Bearer', parameters: { realm: ['Service'], error: [undefined] } },
  invalid: { scheme: 'Bearer', parameters: { realm: ['Service'], error: ['invalid_token'] } },
} as const

function shared(operation: Operation) {
  return {
    operation,
    scheme: 'bearer',
    facts: { absent: ['TG-01', 'TG-30'], invalid: ['TG-31'] },
    challenge,
    refusal: (answer, fault) => answer.is('the code', codes[fault], (answer.body as { error?: string }).error),
    lifetime: { seconds: 3_600, facts: ['TG-03', 'TG-46'] },
  } as const satisfies Partial<Row>
}

function ofClient(operation: Operation, request: () => Sent): Row {
  return {
    ...shared(operation),
    credential: "client's access token",
    authorize: async (probe) => ({ ...request(), bearer: await clientToken(probe) }),
    strangers: [
      {
        kind: 'refresh token',
        facts: ['TG-07'],
        credential: async (probe) => ({ bearer: (await userTokens(probe)).refresh }),
      },
      {
        kind: "client's secret by HTTP Basic",
        facts: ['TG-26'],
        credential: async ({ people: { client } }) => ({ basic: [client.id, client.secret] }),
      },
    ],
  }
}

/** A user's access token, of a user of its own, who is disabled then. */
async function disabled(probe: TagProbe): Promise<string> {
  const person = await ownUser(probe)
  const { access } = await userTokens(probe, person)
  await probe.send('listDelegates', 200, { bearer: access })
  await probe.hooks.disableAccount?.(person.email, true)
  return access
}

function ofUser(operation: Operation, request: () => Sent): Row {
  return {
    ...shared(operation),
    credential: "user's access token",
    authorize: async (probe) => ({ ...request(), bearer: (await userTokens(probe)).access }),
    ends: [
      {
        by: 'refresh',
        facts: ['TG-65'],
        async end(probe) {
          const pair = await userTokens(probe)
          await refreshed(probe, pair)
          return { ...request(), bearer: pair.access }
        },
      },
      {
        by: 'disabling the account',
        facts: ['TG-77'],
        needs: ['createAccount', 'disableAccount'],
        end: async (probe) => ({ ...request(), bearer: await disabled(probe) }),
      },
    ],
  }
}

/** Each protected operation against the tokens it takes, in every way in which they fail. */
export const matrix = credentialMatrix<Operations, People>(
  protectedOperations.flatMap(([operation, request]) => [
    ofClient(operation, request),
    ...(operation === 'listDelegates' || operation === 'getV5DelegateListJson' ? [ofUser(operation, request)] : []),
  ]),
)
