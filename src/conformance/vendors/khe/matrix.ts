import { credentialMatrix, type End, type Guarded, type Stranger } from '../../credential-matrix.ts'
import { newcomer } from '../../fresh.ts'
import {
  type KheProbe,
  type Operations,
  type People,
  type Protected,
  pair,
  protectedOperations,
  refreshBody,
  type Session,
  session,
  signedUp,
} from './probe.ts'

type RequestFor = (typeof protectedOperations)[number][1]

const exact = { scheme: 'Basic', parameters: { charset: ['UTF-8'] } } as const

/** A login of an account of its own, ended in some way. */
async function ended(probe: KheProbe, end: (login: Session) => Promise<unknown>): Promise<Session> {
  const { login } = await signedUp(probe)
  await end(login)
  return login
}

/** The ways to end a login before its time; the request after it is the operation's. */
function endsOf(requestFor: RequestFor): readonly End<Operations, People>[] {
  const ends = (by: string, facts: readonly string[], end: (probe: KheProbe, login: Session) => Promise<unknown>) => ({
    by,
    facts,
    end: async (probe: KheProbe) => ({
      ...requestFor(probe.people),
      basic: pair(await ended(probe, (login) => end(probe, login))),
    }),
  })
  return [
    ends('logout', ['KH-19', 'KH-50'], ({ send, people }, login) =>
      send('deleteToken', 200, { basic: pair(login), json: { client: people.client } }),
    ),
    ends('refresh', ['KH-42', 'KH-18'], ({ send, people }, login) =>
      send('refreshToken', 200, { json: refreshBody(login, people.client) }),
    ),
    {
      by: 'disabling the account',
      facts: ['KH-71'],
      needs: ['createAccount', 'disableAccount'],
      async end(probe) {
        const person = newcomer()
        await probe.hooks.createAccount?.(person)
        const login = await session(probe, person)
        await probe.hooks.disableAccount?.(person.email, true)
        return { ...requestFor(probe.people), basic: pair(login) }
      },
    },
  ]
}

/** What is no token, though it is the right account's. */
const strangers: readonly Stranger<Operations, People>[] = [
  {
    kind: 'refresh token',
    facts: ['KH-11'],
    async credential(probe) {
      const { key, refresh } = await session(probe, probe.people.admin)
      return { basic: [key, refresh] }
    },
  },
  {
    kind: 'e-mail and password',
    facts: ['KH-11'],
    credential: async ({ people: { admin } }) => ({ basic: [admin.email, admin.password] }),
  },
]

function row(operation: Protected, requestFor: RequestFor): Guarded<Operations, People> {
  const as = (who: 'ordinary' | 'admin') => async (probe: KheProbe) => ({
    ...requestFor(probe.people),
    basic: pair(await session(probe, probe.people[who])),
  })
  const isForStaff = operation === 'listUsers' || operation === 'getUser'
  return {
    operation,
    credential: 'key and token',
    scheme: 'basic',
    facts: { absent: ['KH-01', 'KH-13', 'KH-34', 'KH-36'], invalid: ['KH-34', 'KH-36'] },
    challenge: { absent: exact, invalid: exact },
    refusal: (answer) => {
      const { errors } = answer.body as { errors: readonly string[] }
      answer.is('the errors', ['You must be logged in to access this area'], [...errors])
    },
    authorize: as('admin'),
    lifetime: { seconds: 14 * 86_400, facts: ['KH-04', 'KH-09', 'KH-14', 'KH-40'] },
    ends: endsOf(requestFor),
    strangers,
    ...(isForStaff && { foreign: { status: 401, facts: ['KH-35'], authorize: as('ordinary') } }),
  }
}

/** Each protected operation against key and token, in every way in which they fail. */
export const matrix = credentialMatrix<Operations, People>(
  protectedOperations.map(([operation, requestFor]) => row(operation, requestFor)),
)
