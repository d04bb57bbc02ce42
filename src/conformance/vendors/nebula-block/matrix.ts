import { credentialMatrix, type End, type Guarded } from '../../credential-matrix.ts'
import type { Sent } from '../../request.ts'
import { apiKey, type NebulaProbe, type Operations, ownAccount, type People, token } from './probe.ts'

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

function disabling(request: Sent, credential: (probe: NebulaProbe) => Promise<string>): End<Operations, People> {
  return {
    by: 'disabling the account',
    facts: ['NB-46'],
    needs: ['createAccount', 'disableAccount'],
    async end(probe) {
      const bearer = await credential(probe)
      return { ...request, bearer }
    },
  }
}

/** Of an account of its own, which is disabled then. */
async function disabled(probe: NebulaProbe, kind: 'token' | 'key'): Promise<string> {
  const account = await ownAccount(probe)
  const credential = (await apiKey(probe, account))[kind]
  await probe.send('getCredits', 200, { bearer: credential })
  await probe.hooks.disableAccount?.(account.email, true)
  return credential
}

function accessToken(operation: Operation, request: Sent): Row {
  return {
    operation,
    credential: 'access token',
    scheme: 'bearer',
    facts,
    challenge,
    authorize: async (probe) => ({ ...request, bearer: await token(probe, probe.people.ordinary) }),
    lifetime: { seconds: 7_200, facts: ['NB-04'] },
    ends: [disabling(request, (probe) => disabled(probe, 'token'))],
    strangers: [
      { kind: 'password', facts: ['NB-02'], credential: async ({ people }) => ({ bearer: people.ordinary.password }) },
      {
        kind: 'password by HTTP Basic',
        facts: ['NB-01'],
        credential: async ({ people: { ordinary } }) => ({ basic: [ordinary.login, ordinary.password] }),
      },
    ],
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
    ends: [
      {
        by: 'deleting it',
        facts: ['NB-19'],
        async end(probe) {
          const { key: dead, id, token: bearer } = await apiKey(probe, probe.people.ordinary)
          await probe.send('getCredits', 200, { bearer: dead })
          await probe.send('deleteApiKey', 200, { bearer, path: { id } })
          return { ...request, bearer: dead }
        },
      },
      disabling(request, (probe) => disabled(probe, 'key')),
    ],
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
