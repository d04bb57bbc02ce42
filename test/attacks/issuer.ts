import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose'

/** How a reply is written; the usual one is JSON. */
type Answerer = (response: ServerResponse, usual: () => void, request: IncomingMessage) => void

/** What an issuer does wrong; nothing unless said. */
export interface Faults {
  readonly metadata?: Readonly<Record<string, unknown>>
  readonly discovery?: Answerer
  readonly claims?: Readonly<Record<string, unknown>>
  readonly header?: Readonly<Record<string, unknown>>
  /** Makes the ID token by itself. */
  readonly idToken?: (claims: JWTPayload) => Promise<unknown>
  /** Members of the answer of the token endpoint. */
  readonly tokens?: Readonly<Record<string, unknown>>
  readonly token?: Answerer
  readonly keys?: Answerer
  /** Further keys beside the one it signs with. */
  readonly otherKeys?: number
}

/** An OpenID provider at a path of its own, right but for its faults. */
export interface Tenant {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** What a browser would come back with: the query of the callback. */
  authorize(address: URL): URLSearchParams
}

/** A machine of issuers, each with its own faults, that keeps what it was asked. */
export interface Issuers {
  tenant(faults?: Faults): Tenant
  /** The paths asked for, in order. */
  readonly asked: string[]
  close(): Promise<void>
}

interface Granted {
  readonly challenge: string
  readonly nonce: string
  readonly redirectUri: string
}

const clientId = 'client-of-the-test'

export async function startIssuers(): Promise<Issuers> {
  const asked: string[] = []
  const tenants = new Map<string, (request: IncomingMessage, response: ServerResponse, path: string) => void>()
  const server = createServer((request, response) => {
    const [, name = '', path = ''] = /^\/([^/]*)(.*)$/.exec(request.url ?? '') ?? []
    asked.push(`/${name}${path}`)
    const tenant = tenants.get(name)
    if (tenant) tenant(request, response, path)
    else response.writeHead(404).end()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const pair = await generateKeyPair('RS256', { extractable: true })
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'first', use: 'sig', alg: 'RS256' }
  const other = {
    ...(await exportJWK((await generateKeyPair('RS256', { extractable: true })).publicKey)),
    use: 'sig',
    alg: 'RS256',
  }
  return {
    asked,
    tenant(faults = {}) {
      const name = `tenant-${tenants.size}`
      const clientSecret = randomBytes(24).toString('base64url')
      const codes = new Map<string, Granted>()
      const issuer = `${base}/${name}`
      const keys: JWK[] = [
        jwk,
        ...Array.from({ length: faults.otherKeys ?? 0 }, (_, at) => ({ ...other, kid: `other-${at}` })),
      ]
      tenants.set(
        name,
        endpoints({
          issuer,
          clientSecret,
          codes,
          keys,
          faults,
          sign: (claims) => signIdToken(claims, pair.privateKey, faults.header),
        }),
      )
      return { issuer, clientId, clientSecret, authorize: (address) => authorize(address, issuer, codes) }
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function authorize({ searchParams }: URL, issuer: string, codes: Map<string, Granted>): URLSearchParams {
  const code = randomBytes(16).toString('base64url')
  const given = (name: string) => searchParams.get(name) ?? ''
  codes.set(code, { challenge: given('code_challenge'), nonce: given('nonce'), redirectUri: given('redirect_uri') })
  return new URLSearchParams({ code, state: given('state'), iss: issuer })
}

interface Parts {
  readonly issuer: string
  readonly clientSecret: string
  readonly codes: Map<string, Granted>
  readonly keys: readonly JWK[]
  readonly faults: Faults
  sign(claims: JWTPayload): Promise<string>
}

function endpoints(parts: Parts) {
  const { issuer, faults, keys } = parts
  return (request: IncomingMessage, response: ServerResponse, path: string): void => {
    const answer = (faulty: Answerer | undefined, usual: () => void) =>
      faulty ? faulty(response, usual, request) : usual()
    if (path === '/.well-known/openid-configuration')
      answer(faults.discovery, () => sendJson(response, 200, { ...metadata(issuer), ...faults.metadata }))
    else if (path === '/jwks') answer(faults.keys, () => sendJson(response, 200, { keys }))
    else if (path === '/token') answer(faults.token, () => void exchange(request, response, parts))
    else sendJson(response, 404, {})
  }
}

function metadata(issuer: string) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    authorization_response_iss_parameter_supported: true,
  }
}

/** A code is good once, for the client, the address and the verifier it was asked for with. */
async function exchange(request: IncomingMessage, response: ServerResponse, parts: Parts): Promise<void> {
  const form = new URLSearchParams(Buffer.concat(await request.toArray()).toString('utf8'))
  const code = form.get('code') ?? ''
  const granted = parts.codes.get(code)
  parts.codes.delete(code)
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url')
  if (form.get('client_secret') !== parts.clientSecret) return sendJson(response, 401, { error: 'invalid_client' })
  if (!granted || granted.challenge !== challenge || granted.redirectUri !== form.get('redirect_uri'))
    return sendJson(response, 400, { error: 'invalid_grant' })
  const claims = claimsOf(parts, granted.nonce)
  const idToken = parts.faults.idToken ? await parts.faults.idToken(claims) : await parts.sign(claims)
  const tokens = {
    access_token: 'access-token-of-the-issuer',
    token_type: 'Bearer',
    expires_in: 60,
    id_token: idToken,
    ...parts.faults.tokens,
  }
  sendJson(response, 200, Object.fromEntries(Object.entries(tokens).filter(([, value]) => value !== undefined)))
}

function claimsOf({ issuer, faults }: Parts, nonce: string): JWTPayload {
  const now = Math.trunc(Date.now() / 1_000)
  const claims = {
    iss: issuer,
    aud: clientId,
    sub: 'ada-at-the-issuer',
    nonce,
    iat: now,
    exp: now + 60,
    email: 'ada@example.com',
    email_verified: true,
    ...faults.claims,
  }
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined))
}

function signIdToken(claims: JWTPayload, key: CryptoKey, header: Faults['header'] = {}): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'first', ...header }).sign(key)
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body))
}
