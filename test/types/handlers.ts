/**
 * What the server stubs let compile, and what they do not. This file is never run: `tsc` fails if a line under an
 * expected error compiles, or any other line does not.
 */

import type { Handlers as Nebula, Reply } from '../../generated/nebula-block/operations.ts'
import type { Handlers as Numbers } from '../../generated/numbers-station/operations.ts'
import type { Request as RequestOfTag } from '../../generated/tag/operations.ts'

interface Context {
  readonly now: number
}

interface Person {
  readonly id: number
}

type NebulaStub = Nebula<Context, { readonly bearer: Person }>
type NumbersStub = Numbers<
  Context,
  { readonly bearer: Person; readonly sessionCookie: Person; readonly apiKey: { readonly account: string } }
>

const failure = { status: 'failed', message: 'Not possible', data: {} } as const
const user = {
  id: 1,
  name: 'Ada',
  email: 'ada@example.com',
  is_staff: false,
  is_active: true,
  jwtToken: 'a.b.c',
} as const
const loggedIn = { status: 'success', message: 'Login successful', data: user } as const

const refuse = (_reason: unknown) => ({ refusal: 'wrong-login' }) as const
const throttle = (retryAfter: number) => ({ refusal: 'throttled', retryAfter }) as const

// Right handlers compile, whether they answer at once, later, with a refusal, or with headers.

const login: NebulaStub['login'] = ({ body }) =>
  body.username === '' ? { refusal: 'wrong-login' } : { status: 200, body: loggedIn }

const getCredits: NebulaStub['getCredits'] = async (_request, { caller, now }) => ({
  status: 200,
  body: {
    status: 'success',
    message: 'User credit balance successfully retrieved',
    data: { available_balance: `${caller.id}.${now}` },
  },
})

const listApiKeys: NebulaStub['listApiKeys'] = () => ({ refusal: 'throttled', retryAfter: 1 })

const createApiKey: NebulaStub['createApiKey'] = ({ body }, { caller }) => ({
  status: 200,
  headers: { 'Cache-Control': 'no-store' },
  body: {
    status: 'success',
    message: 'API key successfully created',
    data: { id: caller.id, key: 'ak_1', name: body.name, description: body.description ?? '' },
  },
})

const deleteApiKey: NebulaStub['deleteApiKey'] = ({ path }) =>
  path.id > 0 ? { status: 404, body: failure } : { refusal: 'invalid', violations: [] }

const getApiKeys: NebulaStub['getApiKeys'] = listApiKeys

export const nebula: NebulaStub = { login, getCredits, listApiKeys, getApiKeys, createApiKey, deleteApiKey }

// An API has exactly the operations of its contract.

// @ts-expect-error deleteApiKey is missing
export const incomplete: NebulaStub = { login, getCredits, listApiKeys, getApiKeys, createApiKey }

// @ts-expect-error the contract has no logout
export const more: NebulaStub = { ...nebula, logout: login }

// @ts-expect-error the contract has no logout
export type Logout = NebulaStub['logout']

// A reply has a documented status, and the body of that status.

// @ts-expect-error 403 is not documented
export const undocumented: NebulaStub['login'] = () => ({ status: 403, body: failure })

// @ts-expect-error a status that is only known to be a number may be any
export const anyStatus: NebulaStub['login'] = (_request, { now }) => ({ status: now, body: failure })

// @ts-expect-error 401 has the body of a failure
export const foreignBody: NebulaStub['login'] = () => ({ status: 401, body: loggedIn })

// @ts-expect-error 200 has a body
export const noBody: NebulaStub['login'] = () => ({ status: 200 })

// @ts-expect-error 204 has none
export const aBody: NumbersStub['logoutAccessToken'] = () => ({ status: 204, body: {} })

const { jwtToken, ...tokenless } = user

// @ts-expect-error jwtToken is missing
export const missing: NebulaStub['login'] = () => ({ status: 200, body: { ...loggedIn, data: tokenless } })

// @ts-expect-error it is spelt jwtToken
export const misspelt: NebulaStub['login'] = () => ({
  status: 200,
  body: { ...loggedIn, data: { ...tokenless, jwtTokn: jwtToken } },
})

// @ts-expect-error an id is a number
export const mistyped: NebulaStub['login'] = () => ({ status: 200, body: { ...loggedIn, data: { ...user, id: '1' } } })

// @ts-expect-error the message is "Login successful"
export const reworded: NebulaStub['login'] = () => ({ status: 200, body: { ...loggedIn, message: 'Welcome' } })

// @ts-expect-error the data of a failure has no members
export const notEmpty: NebulaStub['login'] = () => ({ status: 401, body: { ...failure, data: { hint: 'Try again' } } })

// @ts-expect-error what comes later is held to the same
export const later: NebulaStub['login'] = async () => ({ status: 403, body: failure })

// A member too many is only seen where the reply's type is written down; else the reply check finds it at run time.

// @ts-expect-error a failure has no hint
export const tooMuch = (): Reply<'login'> => ({ status: 401, body: { ...failure, hint: 'Try again' } })

// Headers are those that the status documents.

// @ts-expect-error 401 documents no Location
export const header: NebulaStub['login'] = () => ({ status: 401, headers: { Location: '/' }, body: failure })

export const redirect: NumbersStub['loginSessionOauth'] = ({ query }) => ({
  status: 302,
  headers: { Location: query.redirect_uri ?? '/', 'Set-Cookie': ['a=1', 'b=2'] },
})

// @ts-expect-error a header is text
export const notText: NumbersStub['loginSessionOauth'] = () => ({ status: 302, headers: { Location: 1 } })

// A request holds what the contract says, and no more.

// @ts-expect-error it is called username
export const wrongField: NebulaStub['login'] = ({ body }) => refuse(body.user)

// @ts-expect-error the description may be missing
export const maybe: NebulaStub['createApiKey'] = ({ body }) => throttle(body.description.length)

// @ts-expect-error listing takes no body
export const noRequestBody: NebulaStub['listApiKeys'] = ({ body }) => throttle(body.limit)

// @ts-expect-error nor a query
export const noQuery: NebulaStub['listApiKeys'] = ({ query }) => throttle(query.limit)

// @ts-expect-error the id is a number
export const idAsText: NebulaStub['deleteApiKey'] = ({ path }) => throttle(path.id.length)

// A refusal is one whose status the operation documents.

// @ts-expect-error logging in documents no 404
export const notFound: NebulaStub['login'] = () => ({ refusal: 'not-found' })

export const throttled: NumbersStub['loginAccessTokenApiKey'] = () => ({ refusal: 'throttled', retryAfter: 1 })

// @ts-expect-error beginning a login at a provider documents no 429
export const unthrottled: NumbersStub['loginSessionOauth'] = () => ({ refusal: 'throttled', retryAfter: 1 })

// @ts-expect-error a refusal for a while says for how long
export const endless: NebulaStub['login'] = () => ({ refusal: 'throttled' })

export const taken: NebulaStub['createApiKey'] = () => ({ refusal: 'conflict', detail: 'Another key has that name' })

// @ts-expect-error listing keys documents no 409
export const untaken: NebulaStub['listApiKeys'] = () => ({ refusal: 'conflict' })

export const forbidden: NumbersStub['getCurrentUser'] = () => ({ refusal: 'forbidden', scope: 'accounts' })

// @ts-expect-error logging in documents no 403
export const unforbidden: NebulaStub['login'] = () => ({ refusal: 'forbidden' })

// Who is asking is known where the operation asks for it, and is who its security schemes stand for.

// @ts-expect-error logging in is public
export const stranger: NebulaStub['login'] = (_request, { caller }) => refuse(caller)

export const byKey: NumbersStub['loginAccessTokenApiKey'] = (_request, { caller }) => throttle(caller.account.length)

// @ts-expect-error a key stands for an account, not for a person
export const person: NumbersStub['loginAccessTokenApiKey'] = (_request, { caller }) => throttle(caller.id)

// @ts-expect-error a cookie and a bearer token stand for a person
export const account: NumbersStub['logoutSession'] = (_request, { caller }) => throttle(caller.account.length)

// @ts-expect-error every security scheme has its caller
export type Anonymous = Numbers<Context, { readonly bearer: Person }>

// A token request of TAG is one of three grants, each with what it needs.

type TokenRequest = RequestOfTag<'createAccessToken'>['body']

const client = { client_id: 'abc123', client_secret: '456789' }

export const grants: readonly TokenRequest[] = [
  { grant_type: 'client_credentials', ...client, scope: null },
  { grant_type: 'password', username: 'ada@example.com', password: 'x' },
  { grant_type: 'refresh_token', refresh_token: 'x', ...client },
]

// @ts-expect-error a password grant has a password
export const passwordless: TokenRequest = { grant_type: 'password', username: 'ada@example.com' }

// @ts-expect-error a refresh token is no part of a client's own grant
export const mixed: TokenRequest = { grant_type: 'client_credentials', refresh_token: 'x' }

// @ts-expect-error there is no such grant
export const unknownGrant: TokenRequest = { grant_type: 'authorization_code' }
