import { readBasic } from '../../src/auth/authorization.ts'
import { day, iso } from '../../src/auth/clock.ts'
import { basicCredentials } from '../../src/conformance/request.ts'
import { alsoTaking, answering, askingWith, callerOf, handling, reading, readingIn } from './breaking.ts'
import { behind, hashed, upToNul, withField } from './contexts.ts'
import { mutantsOf } from './mutant.ts'
import {
  refreshTokenKept,
  refreshTokenOfAnybody,
  refreshTokenRenewed,
  replayEndsAtOnce,
  replayEndsNothing,
  usedAccessTokenWorks,
  usedRefreshTokenWorks,
} from './rotation.ts'

interface Shown {
  readonly expires: string
}

const loggedOut = { status: 200, body: {} }

/** KHE: key and token, how they are refreshed, and how they end. */
export const kheLogins = mutantsOf('khe', [
  {
    name: 'token-lives-a-day-longer',
    kind: 'lifetime',
    title: 'The end of a token is looked up in a job that runs once a day',
    facts: ['KH-04', 'KH-09', 'KH-40'],
    break: readingIn('basic', behind(day)),
  },
  {
    name: 'expires-is-not-the-end',
    kind: 'lifetime',
    title: '`expires` is computed apart from the token, as thirty days',
    facts: ['KH-09', 'KH-40'],
    break: answering<Shown>('createToken', 200, (body) => ({
      ...body,
      expires: iso(Date.parse(body.expires) + 16 * day),
    })),
  },
  {
    name: 'refreshable-without-end',
    kind: 'lifetime',
    title: 'Each refresh token lives for sixty days from its own issue',
    facts: ['KH-57'],
    break: refreshTokenRenewed('refreshToken', 60 * day),
  },
  {
    name: 'refresh-does-not-rotate',
    kind: 'rotation',
    title: 'A refresh issues a new token and the refresh token that was sent',
    facts: ['KH-42', 'KH-58'],
    break: refreshTokenKept('refreshToken'),
  },
  {
    name: 'used-refresh-token-works',
    kind: 'rotation',
    title: 'A refresh adds the new pair and does not end the old one',
    facts: ['KH-58'],
    break: usedRefreshTokenWorks('refreshToken'),
  },
  {
    name: 'token-survives-refresh',
    kind: 'rotation',
    title: 'A refresh ends the refresh token alone',
    facts: ['KH-58'],
    break: usedAccessTokenWorks('refreshToken'),
  },
  {
    name: 'replay-ends-nothing',
    kind: 'rotation',
    title: 'A used refresh token is refused, and nobody asks why it came again',
    facts: ['KH-56', 'KH-58'],
    break: replayEndsNothing('refreshToken'),
  },
  {
    name: 'replay-ends-at-once',
    kind: 'rotation',
    title: 'A used refresh token ends the login, for a second tab in the same second too',
    facts: ['KH-58'],
    break: replayEndsAtOnce('refreshToken'),
  },
  {
    name: 'refresh-for-any-client',
    kind: 'rotation',
    title: 'A refresh token is looked up by itself, without client and key',
    facts: ['KH-59'],
    break: refreshTokenOfAnybody('refreshToken'),
  },
  {
    name: 'logout-forgets-the-refresh-token',
    kind: 'revocation',
    title: 'A logout deletes the access tokens of the client, and not the refresh tokens',
    facts: ['KH-60'],
    break: handling('deleteToken', () => async ({ body }, context) => {
      const { client } = body as { readonly client: string }
      await context.store.secrets.revokeAll({ kind: 'access-token', subject: callerOf(context).account.id, client })
      return loggedOut
    }),
  },
  {
    name: 'logout-ends-one-login',
    kind: 'revocation',
    title: 'A logout ends the login that asks, and no other of the client',
    facts: ['KH-60'],
    break: handling('deleteToken', () => async (_request, context) => {
      await context.store.secrets.revokeAll({ family: callerOf(context).credential.family })
      return loggedOut
    }),
  },
  {
    name: 'logout-ends-all-clients',
    kind: 'revocation',
    title: 'A logout deletes by user, without the client',
    facts: ['KH-60'],
    break: handling('deleteToken', () => async (_request, context) => {
      await context.store.secrets.revokeAll({ subject: callerOf(context).account.id })
      return loggedOut
    }),
  },
  {
    name: 'logout-of-the-client-that-asks',
    kind: 'revocation',
    title: 'A logout takes the client of the token, and not that of the body',
    facts: ['KH-60'],
    break: handling(
      'deleteToken',
      (next) => async (request, context) =>
        next({ ...request, body: { client: callerOf(context).credential.client } }, context),
    ),
  },
  {
    name: 'logins-survive-a-new-password',
    kind: 'revocation',
    title: 'A new password leaves all logins as they are',
    facts: ['KH-73'],
    break: handling('updateUser', (next) => async (request, context) => {
      const { password, ...others } = request.body as { readonly password?: string }
      const { accounts } = context.store
      if (password !== undefined)
        await accounts.setPassword(callerOf(context).account.id, await hashed(context, password))
      return next({ ...request, body: others }, context)
    }),
  },
  {
    name: 'disabled-in-name-only',
    kind: 'revocation',
    title: 'Whether an account is disabled is asked at the login alone',
    facts: ['KH-71'],
    break: alsoTaking('basic', ({ state }) => state === 'disabled'),
  },
  {
    name: 'key-not-compared',
    kind: 'authentication',
    title: 'The token alone is looked up, whatever key stands before it',
    facts: ['KH-75'],
    break: reading('basic', (next) => async (context) => {
      const sent = readBasic(context.fields)
      if (typeof sent === 'string') return next(context)
      const found = await context.store.secrets.find('access-token', sent.password)
      const key = found?.secret.subject ?? sent.username
      return next(withField(context, 'authorization', [basicCredentials([key, sent.password])]))
    }),
  },
  {
    name: 'password-cut-at-a-nul',
    kind: 'passwords',
    title: 'The password is compared by a library of C, to which a NUL is the end',
    facts: ['KH-30'],
    break: askingWith('createToken', 'password', upToNul),
  },
  {
    name: 'any-scheme',
    kind: 'authentication',
    title: 'The last word of the header is decoded, whatever scheme stands before it',
    facts: ['KH-48'],
    break: readingIn('basic', (context) => ({
      ...context,
      fields: (name) => context.fields(name).map((value) => value.replace(/^.* /, 'Basic ')),
    })),
  },
])
