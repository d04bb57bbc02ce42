import { expect, test } from 'vitest'
import type { ContractDocument } from '../contract/document.ts'
import { takeGuesses } from './check.ts'
import { infer } from './infer.ts'

const text = { type: 'string' }
const object = (properties: object, required: readonly string[] = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
})
const json = (schema: object) => ({ content: { 'application/json': { schema } } })
const taking = (properties: object, required?: readonly string[]) => ({
  requestBody: json(object(properties, required)),
})
const giving = (schema: object | undefined, status = '200') => ({
  responses: { [status]: { description: 'Done', ...(schema && json(schema)) } },
})
const bearer = { session: { type: 'http', scheme: 'bearer' } }
const requires = (...names: readonly string[]) => ({ security: [Object.fromEntries(names.map((name) => [name, []]))] })

const guarded = {
  '/orders': { get: { operationId: 'listOrders', ...requires('session'), ...giving(object({ id: text })) } },
}
const login = {
  '/login': {
    post: { operationId: 'login', ...taking({ email: text, password: text }), ...giving(object({ token: text })) },
  },
}

function contractOf(paths: object, securitySchemes: object = bearer, more: object = {}): ContractDocument {
  return {
    openapi: '3.1.1',
    info: { title: 'Small', version: '1' },
    paths,
    components: { securitySchemes },
    ...more,
  } as unknown as ContractDocument
}

/** What is proposed and passes the lint: how sure, the kind, and what it is about. */
function proposed(document: ContractDocument): readonly string[] {
  const { guesses } = infer(document)
  const { leftOut } = takeGuesses(document, guesses, () => true)
  expect(leftOut).toEqual([])
  return guesses.map(({ certainty, kind, subject, scheme }) =>
    [certainty, kind, subject, ...(scheme === undefined || scheme === subject ? [] : [scheme])].join(' '),
  )
}

const byEmail = 'sure accounts x-accounts'
const sureLogin = ['sure login POST /login session']

test.each<[string, ContractDocument, readonly string[]]>([
  ['a login by e-mail', contractOf({ ...guarded, ...login }), [...sureLogin, byEmail]],
  [
    'a token that is nested',
    contractOf({
      ...guarded,
      '/login': {
        post: {
          operationId: 'login',
          ...taking({ username: text, password: text }),
          ...giving(object({ data: object({ access_token: text }) })),
        },
      },
    }),
    sureLogin,
  ],
  [
    'a token in a header of the answer',
    contractOf({
      ...guarded,
      '/login': {
        post: {
          operationId: 'login',
          ...taking({ username: text, password: text }),
          responses: { 200: { description: 'In', headers: { 'X-Auth-Token': { schema: text } } } },
        },
      },
    }),
    sureLogin,
  ],
  [
    'a refresh by an operation of its own',
    contractOf({
      ...guarded,
      '/login': {
        post: {
          operationId: 'login',
          ...taking({ username: text, password: text }),
          ...giving(object({ token: text, refreshToken: text })),
        },
      },
      '/refresh': {
        post: {
          operationId: 'refresh',
          ...taking({ refreshToken: text }),
          ...giving(object({ token: text, refreshToken: text })),
        },
      },
    }),
    [...sureLogin, 'sure renew POST /refresh session'],
  ],
  [
    'a refresh by another grant in the query',
    contractOf({
      ...guarded,
      '/token': {
        post: {
          operationId: 'token',
          parameters: [
            { name: 'grant_type', in: 'query', required: true, schema: { enum: ['password', 'refresh_token'] } },
          ],
          ...taking({ username: text, password: text, refresh_token: text }, []),
          ...giving(object({ access_token: text, refresh_token: text })),
        },
      },
    }),
    ['sure login POST /token session', 'sure renew POST /token session'],
  ],
  [
    'a logout that requires the credential',
    contractOf({
      ...guarded,
      ...login,
      '/logout': { post: { operationId: 'logout', ...requires('session'), ...giving(undefined, '204') } },
    }),
    [...sureLogin, 'sure end POST /logout session', byEmail],
  ],
  [
    'a logout that requires nothing has to',
    contractOf({ ...guarded, ...login, '/logout': { post: { operationId: 'logout', ...giving(undefined, '204') } } }),
    [...sureLogin, 'likely end POST /logout session', byEmail],
  ],
  [
    'a session that is deleted where it is created',
    contractOf({
      ...guarded,
      '/session': {
        post: {
          operationId: 'create',
          ...taking({ username: text, password: text }),
          ...giving(object({ token: text })),
        },
        delete: { operationId: 'remove', ...requires('session'), ...giving(undefined, '204') },
      },
    }),
    ['sure login POST /session session', 'sure end DELETE /session session'],
  ],
  [
    'a cookie that the login sets',
    contractOf(
      {
        '/orders': { get: { operationId: 'listOrders', ...requires('sid'), ...giving(object({ id: text })) } },
        '/login': {
          post: {
            operationId: 'login',
            ...taking({ username: text, password: text }),
            responses: { 204: { description: 'In', headers: { 'Set-Cookie': { schema: text } } } },
          },
        },
      },
      { sid: { type: 'apiKey', in: 'cookie', name: 'sid' } },
    ),
    ['sure login POST /login sid'],
  ],
  [
    'a sign-up',
    contractOf({
      ...guarded,
      ...login,
      '/register': {
        post: {
          operationId: 'register',
          ...taking({ email: text, password: text, name: text }),
          ...giving(object({ id: text, email: text })),
        },
      },
    }),
    [...sureLogin, 'sure register POST /register', byEmail],
  ],
  [
    'a sign-up that is activated',
    contractOf({
      ...guarded,
      ...login,
      '/register': {
        post: { operationId: 'register', ...taking({ email: text, password: text }), ...giving(undefined, '204') },
      },
      '/verify-email': {
        post: { operationId: 'verifyEmail', ...taking({ token: text }), ...giving(undefined, '204') },
      },
    }),
    [...sureLogin, 'sure register POST /register', 'likely activate POST /verify-email', byEmail],
  ],
  [
    'a one-time password',
    contractOf({
      ...guarded,
      '/otp/send': { post: { operationId: 'sendOtp', ...taking({ email: text }), ...giving(undefined, '204') } },
      '/otp/verify': {
        post: { operationId: 'verifyOtp', ...taking({ email: text, code: text }), ...giving(object({ token: text })) },
      },
    }),
    ['likely redeem POST /otp/verify session', 'likely send-code POST /otp/send'],
  ],
  [
    'keys that are issued, listed and revoked',
    contractOf({
      ...guarded,
      '/api-keys': {
        post: {
          operationId: 'createKey',
          ...requires('session'),
          ...taking({ name: text }),
          ...giving(object({ id: text, key: text })),
        },
        get: {
          operationId: 'listKeys',
          ...requires('session'),
          ...giving({ type: 'array', items: object({ id: text, name: text }) }),
        },
      },
      '/api-keys/{id}': {
        delete: {
          operationId: 'dropKey',
          ...requires('session'),
          parameters: [{ name: 'id', in: 'path', required: true, schema: text }],
          ...giving(undefined, '204'),
        },
      },
    }),
    [
      'sure key session',
      'sure issue-key POST /api-keys',
      'sure list-keys GET /api-keys',
      'sure revoke-key DELETE /api-keys/{id}',
    ],
  ],
  [
    'the account of the caller',
    contractOf({
      ...guarded,
      ...login,
      '/me': {
        get: { operationId: 'me', ...requires('session'), ...giving(object({ id: text, email: text })) },
        patch: {
          operationId: 'changeMe',
          ...requires('session'),
          ...taking({ email: text }),
          ...giving(object({ email: text })),
        },
      },
    }),
    [...sureLogin, 'sure show-account GET /me', 'sure change-account PATCH /me', byEmail],
  ],
  [
    'a credential that travels in a parameter',
    contractOf(
      {
        '/me': {
          get: {
            operationId: 'me',
            parameters: [{ name: 'X-Session-Token', in: 'header', required: true, schema: text }],
            ...giving(object({ id: text })),
          },
        },
        '/login': {
          post: {
            operationId: 'login',
            ...taking({ username: text, password: text }),
            ...giving(object({ session_token: text })),
          },
        },
      },
      {},
    ),
    ['likely scheme sessionToken', 'sure login POST /login sessionToken'],
  ],
])('%s is proposed', (_, document, guesses) => {
  expect(proposed(document)).toEqual(guesses)
})

const open = { type: 'oauth2', flows: { password: { tokenUrl: '/token', scopes: {} } } }

test.each<[string, ContractDocument]>([
  [
    'a login without a credential in its answer',
    contractOf({
      ...guarded,
      '/login': {
        post: { operationId: 'login', ...taking({ user: text, password: text }), ...giving(object({ ok: text })) },
      },
    }),
  ],
  [
    'a login that already requires the credential',
    contractOf({
      ...guarded,
      '/login': {
        post: {
          operationId: 'login',
          ...requires('session'),
          ...taking({ user: text, password: text }),
          ...giving(object({ token: text })),
        },
      },
    }),
  ],
  [
    'a refresh without a refresh token',
    contractOf({
      ...guarded,
      '/indices/refresh': { post: { operationId: 'refreshIndices', ...giving(object({ token: text })) } },
    }),
  ],
  [
    'a reset of a password',
    contractOf({
      ...guarded,
      '/reset-password': {
        post: {
          operationId: 'resetPassword',
          ...taking({ token: text, password: text }),
          ...giving(object({ token: text })),
        },
      },
    }),
  ],
  [
    'keys that the caller brings',
    contractOf({
      ...guarded,
      '/ssh-keys': {
        post: {
          operationId: 'addSshKey',
          ...requires('session'),
          ...taking({ key: text }),
          ...giving(object({ id: text, key: text })),
        },
        get: {
          operationId: 'sshKeys',
          ...requires('session'),
          ...giving({ type: 'array', items: object({ id: text }) }),
        },
      },
    }),
  ],
  [
    'a token endpoint of a scheme',
    contractOf(
      {
        '/token': {
          post: {
            operationId: 'token',
            ...taking({ grant_type: text, username: text, password: text }),
            ...giving(object({ access_token: text })),
          },
        },
        '/me': { get: { operationId: 'me', ...requires('open'), ...giving(object({ id: text })) } },
      },
      { open },
    ),
  ],
  [
    'a member of an organization',
    contractOf({
      ...guarded,
      '/applications/me': {
        get: { operationId: 'myApplication', ...requires('session'), ...giving(object({ id: text, email: text })) },
      },
    }),
  ],
])('%s is not proposed', (_, document) => {
  expect(proposed(document)).toEqual([])
})

test('a login that takes no name is not sure, since no account can be found by it', () => {
  const document = contractOf({
    ...guarded,
    '/auth': { post: { operationId: 'auth', ...taking({ password: text }), ...giving(object({ token: text })) } },
  })
  expect(proposed(document)).toEqual(['unsure login POST /auth session'])
})

test('a guess is left out with what the lint says, and so is what builds upon it', () => {
  const document = contractOf({
    ...guarded,
    ...login,
    '/logout': { post: { operationId: 'logout', ...requires('session'), ...giving(undefined, '204') } },
  })
  const { guesses } = infer(document)
  const broken = guesses.map((guess) =>
    guess.kind === 'login'
      ? {
          ...guess,
          changes: guess.changes.map((change) => ({
            ...change,
            value: JSON.parse(JSON.stringify(change.value).replace('#/token', '#/nothing')),
          })),
        }
      : guess,
  )
  const { taken, leftOut } = takeGuesses(document, broken, () => true)
  expect(taken).toEqual([])
  expect(leftOut.map(({ guess, why }) => `${guess.kind}: ${why}`)).toEqual([
    'login: The answer of "login" has nothing at "$response.body#/nothing"',
    'end: it builds upon POST /login (the login of session)',
    'accounts: it builds upon POST /login (the login of session)',
  ])
})
