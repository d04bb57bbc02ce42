import { createServer, request as startRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as openid from 'openid-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { developmentConsent } from '../../src/conformance/development-consent.ts'
import { me, oauth, sentCookie } from '../attacks/numbers-station.ts'
import { newPlace, placeOf } from '../attacks/place.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

const discovery = '/idp/.well-known/openid-configuration'

interface Metadata {
  readonly issuer: string
  readonly authorization_endpoint: string
  readonly token_endpoint: string
  readonly jwks_uri: string
}

describe('a server that is reached at several names', () => {
  let server: TestServer
  let mapped: Mapped

  beforeAll(async () => {
    server = await startTestServer({ hosts: ['latchkey.test'] })
    mapped = await mapPort(server.port)
  })

  afterAll(async () => {
    mapped.close()
    await server.stop()
  })

  test.each(['localhost', '127.0.0.1', '[::1]', 'latchkey.test', 'localhost:8080'])(
    'names one host in the discovery document at %s (OpenID Connect Discovery 1.0, 4.3)',
    async (host) => {
      const { json } = await placeOf(server, '').send('GET', discovery, { headers: [['Host', host]] })
      const { issuer, authorization_endpoint, token_endpoint, jwks_uri } = json as Metadata
      expect([issuer, authorization_endpoint, token_endpoint, jwks_uri]).toEqual(
        ['', '/auth', '/token', '/jwks'].map((path) => `http://${host}/idp${path}`),
      )
    },
  )

  test('is an issuer that openid-client accepts, behind a mapped port too', async () => {
    for (const port of [server.port, mapped.port]) {
      const issuer = `http://127.0.0.1:${port}/idp`
      const options = { execute: [openid.allowInsecureRequests] }
      const found = await openid.discovery(new URL(issuer), 'latchkey', undefined, undefined, options)
      expect(found.serverMetadata().issuer).toBe(issuer)
    }
  })

  test('lets a login through a mapped port come to its end there', async () => {
    const place = placeOf(mapped, newPlace(server).world)
    const begun = await place.send('GET', oauth, { query: { provider: 'google', redirect_header: 'true' } })
    expect(begun.header('location')).toMatch(`http://127.0.0.1:${mapped.port}/idp/auth?`)
    const back = new URL(await developmentConsent(begun.header('location') ?? '', { email: 'ada@example.com' }))
    expect(back.port).toBe(String(mapped.port))
    const headers = [['Cookie', sentCookie(begun, 'login_id')]] as const
    const ended = await place.send('GET', `${oauth}/callback${back.search}`, { headers })
    const session = await place.send('GET', me, { headers: [['Cookie', sentCookie(ended, 'session_id')]] })
    expect(session.status).toBe(200)
  })

  test('sends links to the name that the request was sent to', async () => {
    const place = newPlace(server)
    expect(await activationLink(place, 'localhost:8080')).toMatch(`http://localhost:8080${place.root}/innodata/v1.1/`)
  })
})

describe('a server with a public URL', () => {
  const publicOrigin = 'https://auth.test'
  let server: TestServer

  beforeAll(async () => {
    server = await startTestServer({ hosts: ['auth.test'], publicOrigin })
  })

  afterAll(() => server.stop())

  test.each(['auth.test', 'localhost', '127.0.0.1:8080'])(
    'leads there in discovery, logins and messages, when it is asked at %s',
    async (host) => {
      const place = newPlace(server)
      const headers = [['Host', host]] as const
      const { json } = await placeOf(server, '').send('GET', discovery, { headers })
      const { issuer, token_endpoint } = json as Metadata
      expect([issuer, token_endpoint]).toEqual([`${publicOrigin}/idp`, `${publicOrigin}/idp/token`])
      const begun = await place.send('GET', oauth, { query: { provider: 'google' }, headers })
      const address = new URL(String(begun.json))
      const callback = `${publicOrigin}${place.root}${oauth}/callback`
      expect([address.origin, address.searchParams.get('redirect_uri')]).toEqual([publicOrigin, callback])
      expect(await activationLink(place, host)).toMatch(`${publicOrigin}${place.root}/innodata/v1.1/users/activate`)
      const listed = await place.send('GET', '/sandbox/v1/apis', { headers })
      const { apis } = listed.json as { apis: readonly { id: string; url: string }[] }
      expect(apis.find(({ id }) => id === 'khe')?.url).toBe(`${publicOrigin}${place.root}/khe/v1.0`)
    },
  )

  test.each([
    ['its public origin', publicOrigin, 204],
    ['the origin that it was asked at', 'http://localhost', 204],
    ['its public host without TLS, asked at another name', 'http://auth.test', 403],
    ['a name that begins like it', 'https://auth.test.evil.example', 403],
  ])('takes a page of %s for its own, or does not', async (_, origin, status) => {
    const headers = [
      ['Host', 'localhost'],
      ['Origin', origin],
    ] as const
    const got = await newPlace(server).send('POST', '/sandbox/v1/reset', { headers })
    expect([got.status, got.header('access-control-allow-origin')]).toEqual([status, undefined])
  })

  test('accepts exactly its own callback at its public URL', async () => {
    const authorize = (redirect_uri: string) =>
      placeOf(server, '').send('GET', '/idp/auth', {
        query: {
          ...{ client_id: 'latchkey', response_type: 'code', scope: 'openid', state: 'state', redirect_uri },
          ...{ code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' },
        },
      })
    const right = `${publicOrigin}${oauth}/callback`
    expect((await authorize(right)).status).toBe(303)
    for (const wrong of [`${right}?x`, right.replace('https:', 'http:'), right.replace('auth.test', 'auth.test:8443')])
      expect([wrong, (await authorize(wrong)).status]).toEqual([wrong, 400])
  })

  test('sets secure cookies at its identity provider, which the browser reaches by TLS', async () => {
    const query = { provider: 'google' }
    const begun = await newPlace(server).send('GET', oauth, { query })
    const { pathname, search } = new URL(String(begun.json))
    const login = await placeOf(server, '').send('GET', `${pathname}${search}`)
    expect(login.all('set-cookie').filter((line) => !/; secure/i.test(line))).toEqual([])
  })
})

async function activationLink(place: ReturnType<typeof newPlace>, host: string): Promise<string> {
  await place.send('POST', '/innodata/v1.1/users', {
    json: { name: 'Lin', email: 'lin@example.com', password: 'a-password-of-some-length' },
    headers: [['Host', host]],
  })
  return /https?:\S+/.exec(await place.hooks('innodata').readMessage('lin@example.com'))?.[0] ?? ''
}

interface Mapped {
  readonly port: number
  close(): void
}

/** Another port that leads to this one, as that of a container: what is sent to it arrives unchanged. */
async function mapPort(port: number): Promise<Mapped> {
  const server = createServer((incoming, outgoing) => {
    const { method, url: path, rawHeaders: headers } = incoming
    const passing = startRequest({ host: '127.0.0.1', port, method, path, headers, setHost: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      answer.pipe(outgoing)
    })
    incoming.pipe(passing)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() }
}
