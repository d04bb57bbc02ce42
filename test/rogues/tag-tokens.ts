import { hour } from '../../src/auth/clock.ts'
import { answering, asking, bodyOf, everywhere, handling, reading, readingIn, replying, wording } from './breaking.ts'
import { behind, storing, withMembers } from './contexts.ts'
import { forwardedAddressTrusted, noThrottle } from './guessing.ts'
import { roguesOf } from './rogue.ts'
import {
  refreshTokenKept,
  refreshTokenOfAnybody,
  replayEndsNothing,
  usedAccessTokenWorks,
  usedRefreshTokenWorks,
} from './rotation.ts'
import { without } from './wires.ts'

const token = 'createAccessToken'

interface TokenForm {
  readonly grant_type?: string
  readonly client_id?: string
  readonly client_secret?: string
  readonly username?: string
  readonly scope?: string
}

/** TAG: the token endpoint and its tokens. */
export const tagTokens = roguesOf('tag', [
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
    name: 'wrong-client-is-401',
    kind: 'form',
    title: 'Wrong client credentials answer 401, wherever they stood',
    facts: ['TG-27'],
    break: replying(token, (reply) => (bodyOf(reply).error === 'invalid_client' ? { ...reply, status: 401 } : reply)),
  },
  {
    name: 'unknown-client-told',
    kind: 'enumeration',
    title: 'An unknown client is told apart from a wrong secret',
    facts: ['TG-64'],
    break: handling(token, (next) => async (request, context) => {
      const { client_id: id } = request.body as TokenForm
      const known = id === undefined || (await context.store.clients.find(id))
      return known || context.caller
        ? next(request, context)
        : { status: 400, body: { error: 'invalid_client', error_description: 'The client is not registered' } }
    }),
  },
  {
    name: 'unknown-user-told',
    kind: 'enumeration',
    title: 'An unknown user is told apart from a wrong password',
    facts: ['TG-32'],
    break: handling(token, (next) => async (request, context) => {
      const outcome = await next(request, context)
      const { username = '' } = request.body as TokenForm
      const known = await context.store.accounts.identify({ kind: 'login', value: username })
      return 'refusal' in outcome && outcome.refusal === 'wrong-login' && !known
        ? { status: 400, body: { error: 'invalid_grant', error_description: 'There is no such user' } }
        : outcome
    }),
  },
  {
    name: 'missing-grant-unsupported',
    kind: 'form',
    title: 'A missing grant type is an unsupported one',
    facts: ['TG-36'],
    break: replying(token, (reply, request) =>
      (request.body as TokenForm).grant_type
        ? reply
        : { ...reply, body: { ...bodyOf(reply), error: 'unsupported_grant_type' } },
    ),
  },
  {
    name: 'scope-ignored',
    kind: 'validation',
    title: 'A scope is ignored',
    facts: ['TG-34'],
    break: asking(token, (request) => {
      const { scope: _, ...others } = request.body as TokenForm
      return { ...request, body: others }
    }),
  },
  {
    name: 'client-gets-a-refresh-token',
    kind: 'form',
    title: 'Every grant answers with a refresh token',
    facts: ['TG-05'],
    break: answering<{ refresh_token?: string }>(token, 200, (body) => ({ refresh_token: 'x'.repeat(43), ...body })),
  },
  {
    name: 'expires-in-as-text',
    kind: 'form',
    title: '`expires_in` is a text',
    facts: ['TG-05'],
    break: answering<object>(token, 200, (body) => ({ ...body, expires_in: '3600' })),
  },
  {
    name: 'capital-bearer',
    kind: 'form',
    title: '`token_type` is `Bearer`',
    facts: ['TG-45'],
    break: answering<object>(token, 200, (body) => ({ ...body, token_type: 'Bearer' })),
  },
  {
    name: 'no-scope',
    kind: 'form',
    title: 'Members that are null are left out',
    facts: ['TG-43'],
    break: answering<{ scope: null }>(token, 200, ({ scope: _, ...body }) => body),
  },
  {
    name: 'no-pragma',
    kind: 'http',
    title: 'The token answer has `Cache-Control` and no `Pragma`',
    facts: ['TG-29'],
    wire: without('Pragma'),
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
    title: 'A refresh hands out a new token and the refresh token that was sent',
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
    break: reading('bearer', (next) => async (context) => {
      const judged = await next(context)
      const { found } = judged
      return found?.state === 'disabled'
        ? { caller: { client: found.secret.client ?? '', account: found.account } }
        : judged
    }),
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
  {
    name: 'forms-not-taken',
    kind: 'validation',
    title: 'The token endpoint parses JSON alone',
    facts: ['TG-38'],
    wire: {
      request: (request) => ({
        ...request,
        headers: request.headers.map(([name, value]) => [
          name,
          value.replace('application/x-www-form-urlencoded', 'text/plain'),
        ]),
      }),
    },
  },
  {
    name: 'missing-token-is-invalid',
    kind: 'form',
    title: 'A call without a token is answered like one with a bad token',
    facts: ['TG-30'],
    break: wording((body) => (body.error === 'access_denied' ? { ...body, error: 'invalid_token' } : body)),
  },
  {
    name: 'invalid-grant-for-a-token',
    kind: 'form',
    title: 'An expired token is `invalid_grant`, as the framework has it',
    facts: ['TG-31'],
    break: wording((body) => (body.error === 'invalid_token' ? { ...body, error: 'invalid_grant' } : body)),
  },
  {
    name: 'no-throttle',
    kind: 'throttling',
    title: 'The login limiter is not mounted',
    facts: ['TG-67'],
    break: noThrottle,
  },
  {
    name: 'forwarded-address-trusted',
    kind: 'throttling',
    title: 'The limiter counts by `X-Forwarded-For`, whoever sends it',
    facts: ['TG-67'],
    break: forwardedAddressTrusted,
  },
])
