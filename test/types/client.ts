/**
 * What the generated clients let compile, and what they do not. This file is never run: `tsc` fails if a line under an
 * expected error compiles, or any other line does not.
 */

import { createClient } from '../../generated/nebula-block/client.ts'
import { createClient as createNumbersClient } from '../../generated/numbers-station/client.ts'
import type { Calls } from '../../src/client/answers.ts'

const client = createClient({ baseUrl: 'http://localhost:4000/nebula-block/api/v1', credentials: { bearer: 'a.b.c' } })
const numbers = createNumbersClient({
  baseUrl: 'http://localhost:4000/numbers-station',
  credentials: { apiKey: () => 'k' },
})

const credentials = { username: 'ada', password: 'correct-horse-battery-staple' }

// Right calls compile, and their answers are those of the contract.

export async function keysOf(): Promise<string[]> {
  const { data, error } = await client.GET('/api-keys')
  if (error) return [error.message]
  for (const { id } of data.data) id.toFixed()
  return data.data.map(({ name }) => name)
}

export async function token(): Promise<string> {
  const { data, error, response } = await client.POST('/login', { body: credentials })
  return data ? data.data.jwtToken : `${response.status} ${error.message}`
}

export const deleted = client.DELETE('/api-keys/{id}', { params: { path: { id: 2 } } })

export const loggedIn = numbers.GET('/api/v1/login/session/oauth', { params: { query: { provider: 'google' } } })

// A client is made with an address, and with credentials for the schemes of its contract.

// @ts-expect-error there is no address
export const nowhere = createClient({})

// @ts-expect-error this API knows no key in a header
export const keyed = createClient({ baseUrl: 'http://localhost', credentials: { apiKey: 'k' } })

// The ways to authenticate are those of the contract, and each takes what it needs.

const numbersAt = { baseUrl: 'http://localhost:4000/numbers-station' } as const

export const byKey = createClient({ baseUrl: 'http://localhost', authentication: { way: 'key', key: () => 'ak_' } })

export const bySession = createNumbersClient({
  ...numbersAt,
  authentication: { way: 'session', email: 'ada@example.com', password: async () => 'secret', thirdParty: true },
})

export const url = numbers.loginUrl({ way: 'oauth', provider: 'google' })

// @ts-expect-error this API has no such way
export const noWay = createClient({ baseUrl: 'http://localhost', authentication: { way: 'session', key: 'ak_' } })

export const halfAWay = createClient({
  baseUrl: 'http://localhost',
  // @ts-expect-error the password is missing
  authentication: { way: 'password', username: 'ada' },
})

export const mixed = createNumbersClient({
  ...numbersAt,
  // @ts-expect-error a bearer token knows no third party
  authentication: { way: 'password', email: 'ada@example.com', password: 'secret', thirdParty: true },
})

export const yes = createNumbersClient({
  ...numbersAt,
  // @ts-expect-error it is true or false
  authentication: { way: 'session', email: 'ada@example.com', password: 'secret', thirdParty: 'yes' },
})

// @ts-expect-error there is no such provider
export const elsewhere = numbers.loginUrl({ way: 'oauth', provider: 'acme' })

// @ts-expect-error a password leads nowhere else
export const nowhereElse = numbers.loginUrl({ way: 'password', email: 'ada@example.com', password: 'secret' })

// @ts-expect-error no way of this API leads the browser elsewhere
export const unlinked = client.loginUrl

// @ts-expect-error this API has no such way
export const wrongLogin = client.login({ way: 'oauth', provider: 'google' })

// A call is to a path of the contract, by a method it has there.

// @ts-expect-error there is no such path
export const path = client.GET('/api-key')

// @ts-expect-error one does not get a login
export const method = client.GET('/login')

// It sends what the contract asks for.

// @ts-expect-error there is no body
export const bodiless = client.POST('/login')

// @ts-expect-error the password is missing
export const passwordless = client.POST('/login', { body: { username: 'ada' } })

// @ts-expect-error it is spelt username
export const misspelt = client.POST('/login', { body: { usernam: 'ada', password: 'correct-horse-battery-staple' } })

// @ts-expect-error a name is text
export const mistyped = client.POST('/api-keys', { body: { name: 1 } })

// @ts-expect-error the id is missing
export const idless = client.DELETE('/api-keys/{id}')

// @ts-expect-error the id is a number
export const idAsText = client.DELETE('/api-keys/{id}', { params: { path: { id: '2' } } })

// @ts-expect-error there is no such provider
export const provider = numbers.GET('/api/v1/login/session/oauth', { params: { query: { provider: 'acme' } } })

// An answer is read after its status is known, and holds what that status documents.

export async function careless(): Promise<unknown[]> {
  const { data, error } = await client.POST('/login', { body: credentials })
  return [
    // @ts-expect-error it may have failed
    data.data.jwtToken,
    // @ts-expect-error it may not
    error.message,
    // @ts-expect-error a failure holds no token
    error?.data.jwtToken,
    // @ts-expect-error a login holds no list
    data?.data.length,
    // @ts-expect-error it is spelt jwtToken
    data?.data.jwtTokn,
  ]
}

// Every documented status is told from the others, and no other is known.

export async function made(): Promise<string> {
  const answer = await client.POST('/api-keys', { body: { name: 'ci' } })
  switch (answer.status) {
    case 200:
      return answer.data.data.key
    case 409:
    case 429:
      return answer.error.message
    case 400:
    case 401:
    case 413:
    case 415:
    case 503:
      return answer.error.status
    default:
      return answer satisfies never
  }
}

export async function mine(): Promise<string> {
  const me = { params: { path: { account_name: 'acme' } } }
  const { status, data, error } = await numbers.GET('/api/v3/orgs/{account_name}/users/me', me)
  if (status === 200) return data.email
  // One form for what is invalid, another for everything else.
  if (status === 422) return error.detail.map(({ msg }) => msg).join()
  return error.detail
}

export async function undocumented(): Promise<boolean> {
  const { status } = await client.GET('/users/credits')
  // @ts-expect-error this operation gives no 404
  return status === 404
}

export async function wrongBody(): Promise<unknown> {
  const answer = await client.GET('/users/credits')
  // @ts-expect-error a refusal has no balance
  return answer.status === 401 ? answer.error.data.available_balance : undefined
}

// `status` tells the answers apart where a contract has ranges or `default`, too.

interface Json<Body> {
  content: { 'application/json': Body }
}

interface OpenPaths {
  '/cats': {
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      responses: {
        200: Json<{ cats: string[] }>
        404: Json<{ missing: true }>
        '4XX': Json<{ problem: string }>
        default: Json<{ code: number }>
      }
    }
  }
  '/dogs': {
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      responses: { default: Json<{ dogs: number }> }
    }
  }
}

declare const open: Calls<OpenPaths>

export async function catsOf(): Promise<readonly (string | number | boolean)[]> {
  const answer = await open.GET('/cats')
  if (answer.status === 200) return answer.data.cats
  if (answer.status === 404) return [answer.error.missing]
  if (answer.status === 409) return [answer.error.problem]
  if (answer.status === 500) return [answer.error.code]
  // @ts-expect-error a redirect is no problem of the 4XX kind
  if (answer.status === 302) return [answer.error.problem]
  return []
}

export async function dogsOf(): Promise<number> {
  const answer = await open.GET('/dogs')
  return answer.status === 200 ? answer.data.dogs : (answer.error?.dogs ?? 0)
}

// Answers have the type of what they are read as, and bodies that are no JSON are written by the caller.

interface MediaPaths {
  '/cats': {
    get: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      responses: {
        200: { content: { 'image/png': Blob } }
        201: { content: { 'Application/XML; charset=utf-8': { cat: { name: string } } } }
        202: { content: { 'text/plain': 'purr' | 'hiss' } }
        203: { content: { 'application/hal+json': { photo: string }; 'application/zip': unknown } }
        204: { content?: never }
        400: { content: { 'application/xml': { problem: string } } }
      }
    }
    post: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      requestBody: { content: { 'application/json': Chat; 'application/xml': { cat: string } } }
      responses: { 200: Json<{ made: true }> }
    }
    put: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never }
      requestBody?: { content: { 'application/xml': { cat: string } } }
      responses: { 200: Json<{ made: true }> }
    }
  }
}

interface Chat {
  messages: { role: 'user' | 'system'; content: string }[]
}

declare const media: Calls<MediaPaths>

export async function mediaOf(): Promise<Blob | string> {
  const answer = await media.GET('/cats')
  switch (answer.status) {
    case 200:
      return answer.data
    case 201:
      return answer.data
    case 202:
      return answer.data satisfies 'purr' | 'hiss'
    case 203:
      return answer.data instanceof Blob ? answer.data : answer.data.photo
    case 204:
      return (answer.data satisfies undefined) ?? ''
    case 400:
      return answer.error
  }
}

export async function chosen(): Promise<readonly unknown[]> {
  const read = await Promise.all([
    media.GET('/cats', { parseAs: 'json' }),
    media.GET('/cats', { parseAs: 'text' }),
    media.POST('/cats', { body: { messages: [{ role: 'user', content: 'hi' }] }, parseAs: 'stream' }),
  ])
  const [json, text, { data }] = read
  const stream: ReadableStream | null | undefined = data
  // @ts-expect-error a stream has no members
  const made = data?.made
  return [
    json.status === 201 && json.data.cat.name.trim(),
    text.status === 200 && text.data.trim(),
    text.status === 204 && (text.data satisfies undefined),
    stream,
    made,
  ]
}

export const written = [
  media.POST('/cats', { body: '<cat/>', headers: { 'Content-Type': 'application/xml' } }),
  media.POST('/cats', { body: new Blob(['<cat/>'], { type: 'application/xml' }) }),
  media.POST('/cats', { body: { messages: [] } }),
  media.PUT('/cats', { body: '<cat/>' }),
  media.PUT('/cats'),
  // @ts-expect-error an object is not written as XML
  media.PUT('/cats', { body: { cat: 'Tom' } }),
  // @ts-expect-error nobody has this role
  media.POST('/cats', { body: { messages: [{ role: 'cat', content: 'hi' }] } }),
]
