import { answering, asking, handling, wording } from './breaking.ts'
import { forwardedAddressTrusted, noThrottle } from './guessing.ts'
import { mutantsOf } from './mutant.ts'
import { without } from './wires.ts'

const token = 'createAccessToken'

interface TokenForm {
  readonly grant_type?: string
  readonly client_id?: string
  readonly client_secret?: string
  readonly username?: string
  readonly scope?: string
}

const wrongClient = {
  status: 401,
  headers: { 'WWW-Authenticate': 'Basic realm="Service", charset="UTF-8"' },
  body: { error: 'invalid_client', error_description: 'The client credentials are invalid' },
}

/** TAG: the form of answers and what refusals tell. */
export const tagRefusals = mutantsOf('tag', [
  {
    name: 'wrong-client-is-401',
    kind: 'form',
    title: 'Wrong client credentials answer 401, wherever they stood',
    facts: ['TG-27'],
    break: handling(token, (next) => async (request, context) => {
      const outcome = await next(request, context)
      const isOfClient =
        'cause' in outcome && (outcome.cause === 'unknown-client' || outcome.cause === 'missing-client')
      return isOfClient ? wrongClient : outcome
    }),
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
    break: wording((body) =>
      String(body.error_description).includes('grant_type') ? { ...body, error: 'unsupported_grant_type' } : body,
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
