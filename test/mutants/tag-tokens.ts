import { hour } from '../../src/auth/clock.ts'
import { alsoTaking, asking, everywhere, reading, readingIn } from './breaking.ts'
import { behind, storing, withMembers } from './contexts.ts'
import { mutantsOf } from './mutant.ts'
import {
  refreshTokenKept,
  refreshTokenOfAnybody,
  replayEndsNothing,
  usedAccessTokenWorks,
  usedRefreshTokenWorks,
} from './rotation.ts'

const token = 'createAccessToken'

interface TokenForm {
  readonly grant_type?: string
  readonly client_id?: string
  readonly client_secret?: string
  readonly username?: string
  readonly scope?: string
}

/** TAG: clients and tokens. */
export const tagTokens = mutantsOf('tag', [
  {
    name: 'client-secret-not-compared',
    kind: 'authentication',
    title: 'A client is looked up by its identifier alone',
    facts: ['TG-27', 'TG-64'],
    break: everywhere(
      storing(({ clients }) => ({ clients: withMembers(clients, { authenticate: (id) => clients.find(id) }) })),
    ),
  },
  {
    name: 'no-basic-client',
    kind: 'authentication',
    title: 'Clients are authenticated by the body alone',
    facts: ['TG-26'],
    break: reading('client', () => async () => ({ fault: 'missing' })),
  },
  {
    name: 'client-in-both-ways',
    kind: 'authentication',
    title: 'A header is enough, whatever credentials the body has',
    facts: ['TG-63'],
    break: asking(token, (request, { caller }) => {
      const { client_id: _, client_secret: __, ...others } = request.body as TokenForm
      return caller ? { ...request, body: others } : request
    }),
  },
  {
    name: 'token-lives-two-hours',
    kind: 'lifetime',
    title: 'A token lives for two hours, and `expires_in` says one',
    facts: ['TG-03', 'TG-46'],
    break: readingIn('bearer', behind(hour)),
  },
  {
    name: 'refresh-does-not-rotate',
    kind: 'rotation',
    title: 'A refresh issues a new token and the refresh token that was sent',
    facts: ['TG-09', 'TG-28', 'TG-65'],
    break: refreshTokenKept(token),
  },
  {
    name: 'used-refresh-token-works',
    kind: 'rotation',
    title: 'A refresh adds the new pair and does not end the old one',
    facts: ['TG-28', 'TG-65'],
    break: usedRefreshTokenWorks(token),
  },
  {
    name: 'token-survives-refresh',
    kind: 'rotation',
    title: 'A refresh ends the refresh token alone',
    facts: ['TG-65'],
    break: usedAccessTokenWorks(token),
  },
  {
    name: 'replay-ends-nothing',
    kind: 'rotation',
    title: 'A used refresh token is refused, and nobody asks why it came again',
    facts: ['TG-65'],
    break: replayEndsNothing(token),
  },
  {
    name: 'refresh-for-any-client',
    kind: 'rotation',
    title: 'A refresh token is good for any client that authenticates',
    facts: ['TG-66'],
    break: refreshTokenOfAnybody(token),
  },
  {
    name: 'disabled-token-lives',
    kind: 'revocation',
    title: 'Whether a user is disabled is asked at the login alone',
    facts: ['TG-77'],
    break: alsoTaking('bearer', ({ state }) => state === 'disabled'),
  },
  {
    name: 'any-token-is-a-bearer',
    kind: 'authentication',
    title: 'A refresh token opens what an access token opens',
    facts: ['TG-01', 'TG-31'],
    break: reading(
      'bearer',
      (next) => (context) =>
        next(
          storing(({ secrets }) => ({
            secrets: withMembers(secrets, {
              find: async (kind, plain) => (await secrets.find(kind, plain)) ?? secrets.find('refresh-token', plain),
            }),
          }))(context),
        ),
    ),
  },
])
