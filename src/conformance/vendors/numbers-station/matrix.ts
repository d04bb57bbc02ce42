import { credentialMatrix, type End, type Guarded } from '../../credential-matrix.ts'
import type { Sent } from '../../request.ts'
import { bearerOf, cookieOf, type NumbersProbe, type Operations, ownUser, type People, type Person } from './probe.ts'

type Row = Guarded<Operations, People>

/** Each operation that takes a session of either medium. */
export const protectedOperations = ['getCurrentUser', 'logoutSession', 'logoutAccessToken'] as const

export type Operation = (typeof protectedOperations)[number]

/** A request that its credential alone decides. */
export function requestFor(operation: Operation, { account }: People): Sent {
  return operation === 'getCurrentUser' ? { path: { account_name: account } } : {}
}

/** The two media of a session: how one is had, and how one is ended. */
const media = {
  'bearer session': {
    scheme: 'bearer',
    open: async (probe, person) => ({ bearer: await bearerOf(probe, person) }),
    logout: ({ send }, credential) => send('logoutAccessToken', 204, credential),
    fact: 'NS-28',
  },
  'cookie session': {
    scheme: 'cookie',
    open: async (probe, person) => ({ cookie: await cookieOf(probe, person) }),
    logout: ({ send }, credential) => send('logoutSession', 200, credential),
    fact: 'NS-27',
  },
} as const satisfies Record<string, Medium>

interface Medium {
  readonly scheme: 'bearer' | 'cookie'
  open(probe: NumbersProbe, person: Person): Promise<Sent>
  logout(probe: NumbersProbe, credential: Sent): Promise<unknown>
  readonly fact: string
}

const challenge = {
  absent: { scheme: 'Bearer', parameters: { error: [undefined] } },
  invalid: { scheme: 'Bearer', parameters: { error: [undefined, 'invalid_token'] } },
} as const

function endsOf(operation: Operation, { open, logout, fact }: Medium): End<Operations, People>[] {
  return [
    {
      by: 'logout',
      facts: [fact],
      async end(probe) {
        const credential = await open(probe, probe.people.ordinary)
        await logout(probe, credential)
        return { ...requestFor(operation, probe.people), ...credential }
      },
    },
    {
      by: 'disabling the user',
      facts: ['NS-63'],
      needs: ['createAccount', 'disableAccount'],
      async end(probe) {
        const person = await ownUser(probe)
        const credential = await open(probe, person)
        await probe.hooks.disableAccount?.(person.email, true)
        return { ...requestFor(operation, probe.people), ...credential }
      },
    },
  ]
}

/** A credential of one medium, put into the other. */
const swapped: Record<keyof typeof media, (probe: NumbersProbe) => Promise<Sent>> = {
  'bearer session': async (probe) => {
    const cookie = await cookieOf(probe, probe.people.ordinary)
    return { bearer: cookie.slice(cookie.indexOf('=') + 1) }
  },
  'cookie session': async (probe) => ({ cookie: `session_id=${await bearerOf(probe, probe.people.ordinary)}` }),
}

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
    lifetime: { seconds: 30 * 60, facts: ['NS-46'] },
    ends: endsOf(operation, medium),
    strangers: [
      { kind: 'session of the other medium', facts: ['NS-47'], credential: swapped[credential] },
      {
        kind: 'password by HTTP Basic',
        facts: ['NS-38'],
        credential: async ({ people: { ordinary } }) => ({ basic: [ordinary.email, ordinary.password] }),
      },
    ],
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
  ends: [
    {
      by: 'issuing another',
      facts: ['NS-15'],
      async end(probe) {
        const request = await apiKey.authorize(probe)
        await apiKey.authorize(probe)
        return request
      },
    },
  ],
  strangers: [
    {
      kind: 'bearer session',
      facts: ['NS-14'],
      credential: async (probe) => ({ headers: [['X-API-Key', await bearerOf(probe, probe.people.ordinary)]] }),
    },
  ],
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
