import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { AuthenticationFailed, RedirectRefused, UnreadableAnswer } from 'latchkey/client'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createClient as createKhe } from '../../generated/khe/client.ts'
import { createClient as createNumbers } from '../../generated/numbers-station/client.ts'

const servers: Server[] = []

afterEach(async () => {
  vi.unstubAllGlobals()
  await Promise.all(servers.splice(0).map((server) => closed(server)))
})

/** A server that does as it is told, and what came to it. */
async function serve(listener: RequestListener): Promise<{ readonly url: string; readonly got: IncomingMessage[] }> {
  const got: IncomingMessage[] = []
  const server = createServer((request, response) => {
    got.push(request)
    listener(request, response)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, got }
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}

const secrets = { client: 'client-f00d', email: 'secret@example.com', password: 'open "sesame" 4711' }
const session = {
  role: 'admin',
  key: '5f6e1a2b3c4d5e6f70819202',
  token: 'token-c0ffee-1234',
  refresh: 'refresh-c0ffee-5678',
  expires: '2999-01-01T00:00:00.000Z',
}

const answer =
  (status: number, body: unknown): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))

const login = { way: 'password', ...secrets } as const
const me = { params: { path: { account_name: 'acme' } } }

describe('a credential never follows a redirect', () => {
  const redirecting = async (status: number) => {
    const sink = await serve(answer(200, {}))
    const source = await serve((request, response) => {
      if (request.url === '/users/token' && status !== 308) answer(200, session)(request, response)
      else response.writeHead(status, { Location: `${sink.url}${request.url}` }).end()
    })
    return { sink, source }
  }

  test.each([301, 302, 303, 307])('%i, of HTTP Basic', async (status) => {
    const { sink, source } = await redirecting(status)
    const client = createKhe({ baseUrl: source.url, authentication: login })

    await expect(client.GET('/users')).rejects.toThrow(
      new RedirectRefused('Refused to follow a redirect of GET /users'),
    )
    expect(source.got.at(-1)?.headers.authorization).toMatch(/^Basic /)
    expect(sink.got).toEqual([])
  })

  test('308, of a login with the password in its body', async () => {
    const { sink, source } = await redirecting(308)
    const client = createKhe({ baseUrl: source.url, authentication: login })

    await expect(client.login()).rejects.toThrow(RedirectRefused)
    expect(source.got).toHaveLength(1)
    expect(sink.got).toEqual([])
  })

  test('307, of a key in a header of its own', async () => {
    const { sink, source } = await redirecting(307)
    const client = createNumbers({
      baseUrl: source.url,
      authentication: { way: 'apiKey', key: 'k-4711', accountName: 'acme', email: 'ada@example.com' },
    })

    await expect(client.GET('/api/v3/orgs/{account_name}/users/me', me)).rejects.toThrow(RedirectRefused)
    expect(source.got[0]?.headers['x-api-key']).toBe('k-4711')
    expect(sink.got).toEqual([])
  })

  test('307, which a call asks to be followed', async () => {
    const { sink, source } = await redirecting(307)
    const client = createKhe({ baseUrl: source.url, authentication: login })

    await expect(client.GET('/users', { redirect: 'follow' })).rejects.toThrow(RedirectRefused)
    expect(sink.got).toEqual([])
  })
})

test('a call to another origin carries no credential', async () => {
  const home = await serve(answer(200, session))
  const other = await serve(answer(200, { users: [] }))
  const client = createKhe({ baseUrl: home.url, authentication: login })
  await client.login()
  await client.GET('/users', { baseUrl: other.url })

  expect(other.got).toHaveLength(1)
  expect(other.got[0]?.headers.authorization).toBeUndefined()
})

describe('a call ends', () => {
  test('when its time is over', async () => {
    const silent = await serve(() => undefined)
    const client = createKhe({ baseUrl: silent.url, credentials: { basic: 'c2VjcmV0' }, timeout: 20 })

    await expect(client.GET('/users')).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  test('when its answer takes too long', async () => {
    const slow = await serve((_request, response) => void response.writeHead(200, { 'Content-Length': 9 }).write('{'))
    const client = createKhe({ baseUrl: slow.url, credentials: { basic: 'c2VjcmV0' }, timeout: 100 })

    await expect(client.GET('/users')).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  test('when it is aborted, and leaves others the login that it waited for', async () => {
    const asked = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    const server = await serve(async (request, response) => {
      asked.resolve()
      await gate.promise
      answer(200, request.url === '/users' ? { users: [] } : session)(request, response)
    })
    const client = createKhe({ baseUrl: server.url, authentication: login })
    const abort = new AbortController()
    const impatient = client.GET('/users', { signal: abort.signal })
    const patient = client.GET('/users')
    await asked.promise
    abort.abort()
    await expect(impatient).rejects.toMatchObject({ name: 'AbortError' })
    gate.resolve()

    expect((await patient).status).toBe(200)
    expect(server.got).toHaveLength(2)
  })

  test('before it is sent, when it is aborted already', async () => {
    const server = await serve(answer(200, session))
    const client = createKhe({ baseUrl: server.url, authentication: login })
    await client.login()

    await expect(client.GET('/users', { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
    expect(server.got).toHaveLength(1)
  })
})

describe('no secret stands', () => {
  const everything = [...Object.values(secrets), session.token, session.refresh]
  const written = (value: unknown) => [
    inspect(value, { depth: 12, showHidden: true }),
    JSON.stringify(value) ?? '',
    String(value instanceof Error ? value.stack : value),
    JSON.stringify(value, Object.getOwnPropertyNames(value ?? {})) ?? '',
  ]
  const found = (value: unknown) =>
    written(value).flatMap((text) =>
      everything
        .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
        .filter((secret) => text.includes(secret)),
    )

  test('in a client that holds a credential', async () => {
    const server = await serve(answer(200, session))
    const client = createKhe({ baseUrl: server.url, authentication: login })
    await client.login()

    expect(found(client)).toEqual([])
    expect(JSON.stringify(client)).toBe('{}')
  })

  test('in the error of a login whose refusal repeats it', async () => {
    const server = await serve(answer(400, { errors: [`No such password: ${secrets.password}`] }))
    const client = createKhe({ baseUrl: server.url, authentication: login })
    const error = await client.login().catch((reason: unknown) => reason)

    expect(error).toBeInstanceOf(AuthenticationFailed)
    expect(error).toMatchObject({ status: 400, refusal: 'The refusal repeats what was sent' })
    expect(found(error)).toEqual([])
  })

  test.each(['{"token":"token-c0ffee-1234', 'token-c0ffee-1234'])(
    'in the error of an answer that is not JSON',
    async (text) => {
      const server = await serve((_request, response) => void response.end(text))
      const client = createKhe({ baseUrl: server.url, authentication: login })
      const errors = [
        await client.login().catch((reason: unknown) => reason),
        await client.POST('/users/token', { body: secrets }).catch((reason: unknown) => reason),
      ]

      for (const error of errors) {
        expect(error).toEqual(new UnreadableAnswer('The answer to POST /users/token is not JSON'))
        expect(found(error)).toEqual([])
      }
    },
  )

  test('in the error of a server that cannot be reached', async () => {
    const client = createKhe({ baseUrl: 'http://127.0.0.1:1', authentication: login })
    const error = await client.login().catch((reason: unknown) => reason)

    expect(error).toBeInstanceOf(TypeError)
    expect(found(error)).toEqual([])
  })

  test('in what is told', async () => {
    const told: unknown[] = []
    const refused = await serve((request, response) => {
      if (request.url === '/users/token') answer(200, session)(request, response)
      else answer(request.url === '/users' ? 401 : 400, { errors: ['No'] })(request, response)
    })
    const client = createKhe({ baseUrl: refused.url, authentication: login, onLost: (event) => told.push(event) })
    await client.GET('/users')

    expect(told).toEqual([{ way: 'password', reason: 'refused', status: 400 }])
  })
})

describe('what cannot be sent is refused before anything is', () => {
  test.each(['', '.', '..'])('%j as a part of a path, which leads to another address', async (id) => {
    const server = await serve(answer(200, session))
    const client = createKhe({ baseUrl: server.url, credentials: { basic: 'c2VjcmV0' } })

    await expect(client.GET('/users/{id}', { params: { path: { id } } })).rejects.toThrow(
      new TypeError('{id} in /users/{id} cannot be empty, "." or ".."'),
    )
    expect(server.got).toEqual([])
  })

  test.each([0, -1, Number.NaN])('a timeout of %d', (timeout) => {
    expect(() => createKhe({ baseUrl: 'http://localhost', timeout })).toThrow(
      new RangeError(`timeout must be a number of milliseconds above 0, or Infinity; it is ${timeout}`),
    )
  })
})

test.each([2 ** 31 - 1, 2 ** 31, Number.MAX_VALUE, Number.POSITIVE_INFINITY])(
  'a timeout of %d ends nothing',
  async (timeout) => {
    const server = await serve(answer(200, { users: [] }))
    const client = createKhe({ baseUrl: server.url, credentials: { basic: 'c2VjcmV0' }, timeout })

    expect((await client.GET('/users')).status).toBe(200)
  },
)

test('the global fetch is that of the call', async () => {
  const server = await serve(answer(200, { users: [] }))
  const client = createKhe({ baseUrl: server.url, credentials: { basic: 'c2VjcmV0' } })
  const seen: string[] = []
  const real = globalThis.fetch
  vi.stubGlobal('fetch', (request: Request) => {
    seen.push(new URL(request.url).pathname)
    return real(request)
  })
  await client.GET('/users')

  expect(seen).toEqual(['/users'])
})
