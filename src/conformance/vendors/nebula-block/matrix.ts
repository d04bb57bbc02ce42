import { credentialMatrix, type Guarded } from '../../credential-matrix.ts'
import type { Sent } from '../../request.ts'
import { apiKey, type Operations, type People, token } from './probe.ts'

type Row = Guarded<Operations, People>

/** Each protected operation with a request that its credential alone decides. */
export const protectedOperations = [
  ['listApiKeys', {}],
  ['getApiKeys', {}],
  ['createApiKey', { json: { name: 'check' } }],
  ['deleteApiKey', { path: { id: 1 } }],
  ['getCredits', {}],
] as const satisfies readonly (readonly [string, Sent])[]

type Operation = (typeof protectedOperations)[number][0]

export const challenge = {
  absent: { scheme: 'Bearer', parameters: { error: [undefined] } },
  invalid: { scheme: 'Bearer', parameters: { error: ['invalid_token'] } },
} as const

const facts = { absent: ['NB-01', 'NB-31', 'NB-50'], invalid: ['NB-31'] }

function accessToken(operation: Operation, request: Sent): Row {
  return {
    operation,
    credential: 'access token',
    scheme: 'bearer',
    facts,
    challenge,
    authorize: async (probe) => ({ ...request, bearer: await token(probe, probe.people.ordinary) }),
  }
}

function key(operation: Operation, request: Sent): Row {
  return {
    operation,
    credential: 'API key',
    scheme: 'bearer',
    facts,
    challenge,
    authorize: async (probe) => ({ ...request, bearer: (await apiKey(probe, probe.people.ordinary)).key }),
    ...(operation === 'deleteApiKey' && {
      foreign: {
        status: 404,
        facts: ['NB-37', 'NB-49'],
        async authorize(probe) {
          const { id } = await apiKey(probe, probe.people.ordinary)
          return { path: { id }, bearer: (await apiKey(probe, probe.people.staff)).key }
        },
      },
    }),
  }
}

/** Each protected operation against both kinds of credential, in every way in which they fail. */
export const matrix = credentialMatrix<Operations, People>(
  protectedOperations.flatMap(([operation, request]) => [accessToken(operation, request), key(operation, request)]),
)
