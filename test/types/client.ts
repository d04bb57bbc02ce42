/**
 * What the generated clients let compile, and what they do not. This file is never run: `tsc` fails if a line under an
 * expected error compiles, or any other line does not.
 */
import { createClient } from '../../generated/nebula-block/client.ts'
import { createClient as createNumbersClient } from '../../generated/numbers-station/client.ts'

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
