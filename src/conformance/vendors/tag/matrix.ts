import { credentialMatrix, type Guarded } from '../../credential-matrix.ts'
import { freshEmail } from '../../fresh.ts'
import type { Sent } from '../../request.ts'
import { clientToken, type Operations, type People, userTokens } from './probe.ts'

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
  } as const satisfies Partial<Row>
}

function ofClient(operation: Operation, request: () => Sent): Row {
  return {
    ...shared(operation),
    credential: "client's access token",
    authorize: async (probe) => ({ ...request(), bearer: await clientToken(probe) }),
  }
}

function ofUser(operation: Operation, request: () => Sent): Row {
  return {
    ...shared(operation),
    credential: "user's access token",
    authorize: async (probe) => ({ ...request(), bearer: (await userTokens(probe)).access }),
  }
}

/** Each protected operation against the tokens it takes, in every way in which they fail. */
export const matrix = credentialMatrix<Operations, People>(
  protectedOperations.flatMap(([operation, request]) => [
    ofClient(operation, request),
    ...(operation === 'listDelegates' || operation === 'getV5DelegateListJson' ? [ofUser(operation, request)] : []),
  ]),
)
