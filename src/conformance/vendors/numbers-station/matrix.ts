import { credentialMatrix, type Guarded } from '../../credential-matrix.ts'
import type { Sent } from '../../request.ts'
import { bearerOf, cookieOf, type NumbersProbe, type Operations, type People, type Person } from './probe.ts'

type Row = Guarded<Operations, People>

/** Each operation that takes a session of either medium. */
export const protectedOperations = ['getCurrentUser', 'logoutSession', 'logoutAccessToken'] as const

export type Operation = (typeof protectedOperations)[number]

/** A request that its credential alone decides. */
export function requestFor(operation: Operation, { account }: People): Sent {
  return operation === 'getCurrentUser' ? { path: { account_name: account } } : {}
}

/** How a session of each medium is opened. */
const media = {
  'bearer session': {
    scheme: 'bearer',
    open: async (probe, person) => ({ bearer: await bearerOf(probe, person) }),
  },
  'cookie session': {
    scheme: 'cookie',
    open: async (probe, person) => ({ cookie: await cookieOf(probe, person) }),
  },
} as const satisfies Record<string, Medium>

interface Medium {
  readonly scheme: 'bearer' | 'cookie'
  open(probe: NumbersProbe, person: Person): Promise<Sent>
}

const challenge = {
  absent: { scheme: 'Bearer', parameters: { error: [undefined] } },
  invalid: { scheme: 'Bearer', parameters: { error: [undefined, 'invalid_token'] } },
} as const

function session(operation: Operation, credential: keyof typeof media): Row {
  const medium: Medium = media[credential]
  return {
    operation,
    credential,
    scheme: medium.scheme,
    facts: { absent: ['NS-38'], invalid: ['NS-38', 'NS-37'] },
    challenge,
    authorize: async (probe) => ({
      ...requestFor(operation, probe.people),
      ...(await medium.open(probe, probe.people.ordinary)),
    }),
    ...(operation === 'getCurrentUser' && {
      foreign: {
        status: 403,
        facts: ['NS-44'],
        authorize: async (probe) => ({
          path: { account_name: probe.people.otherAccount },
          ...(await medium.open(probe, probe.people.ordinary)),
        }),
      },
    }),
  }
}

const keyChallenge = { scheme: 'APIKey' } as const

const apiKey: Row = {
  operation: 'loginAccessTokenApiKey',
  credential: 'API key',
  scheme: 'key',
  needs: ['issueKey'],
  facts: { absent: ['NS-39', 'NS-37'], invalid: ['NS-43'] },
  challenge: { absent: keyChallenge, invalid: keyChallenge },
  refusal: (answer, fault) => {
    if (fault === 'invalid') answer.has('the body', { detail: 'Invalid API key' }, answer.body as object)
  },
  authorize: async ({ hooks, people }) => ({
    query: { email: people.ordinary.email, account_name: people.account },
    headers: [['X-API-Key', (await hooks.issueKey?.(people.account)) ?? '']],
  }),
  foreign: {
    status: 401,
    facts: ['NS-43'],
    authorize: async ({ hooks, people }) => ({
      query: { email: people.ordinary.email, account_name: people.account },
      headers: [['X-API-Key', (await hooks.issueKey?.(people.otherAccount)) ?? '']],
    }),
  },
}

/** Each protected operation against the credentials it takes, in every way in which they fail. */
export const matrix = credentialMatrix<Operations, People>([
  ...protectedOperations.flatMap((operation) => [
    session(operation, 'bearer session'),
    session(operation, 'cookie session'),
  ]),
  apiKey,
])
