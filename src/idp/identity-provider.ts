import type { IncomingMessage, ServerResponse } from 'node:http'
import { exportJWK, generateKeyPair } from 'jose'
import type Provider from 'oidc-provider'
import { BoundedMap } from '../auth/bounded-map.ts'
import { createDevelopmentProvider, type DevelopmentProviderOptions, pageHeaders } from './development-provider.ts'
import { consentPage, errorPage, style } from './page.ts'
import { People, type Person, subjectOf } from './person.ts'

/** Whom the page offers first: the people of the demo data. */
const offered: readonly Person[] = ['Ada', 'Grace'].map((name) => {
  const email = `${name.toLowerCase()}@example.com`
  return { name, email, verified: true, subject: subjectOf(email) }
})

/** The longest form the page sends, in bytes. */
const longestForm = 4_096

/** At how many origins it can be reached; the one it was first reached at makes room. */
const mostOrigins = 20

/**
 * Answers whatever is asked under `/idp` of the server at that origin, which its issuer begins with (OpenID Connect
 * Discovery 1.0, 4.3); the request's `url` is without that prefix.
 */
export type IdentityProvider = (request: IncomingMessage, response: ServerResponse, origin: string) => Promise<void>

/** What is the same at every origin. */
type IdentityProviderOptions = Omit<DevelopmentProviderOptions, 'issuer' | 'signingKey'>

type Issuer = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** The whole development identity provider: its protocol, and the page on which a person is chosen. */
export async function createIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  const people = new People()
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const signingKey = await exportJWK(privateKey)
  const issuers = new BoundedMap<string, Issuer>(mostOrigins)
  return (request, response, origin) => {
    const issuer = `${origin}/idp`
    if (!issuers.has(issuer)) issuers.set(issuer, issuerOf({ ...options, issuer, signingKey }, people))
    const answer = issuers.get(issuer) as Issuer
    return answer(atIssuer(request, origin), response)
  }
}

/** The request as a proxy in front would pass it on: the library takes from that what it is called. */
function atIssuer(request: IncomingMessage, origin: string): IncomingMessage {
  const { protocol, host } = new URL(origin)
  Object.assign(request.headers, { 'x-forwarded-proto': protocol.slice(0, -1), 'x-forwarded-host': host })
  return request
}

function issuerOf(options: DevelopmentProviderOptions, people: People): Issuer {
  const provider = createDevelopmentProvider(options, people)
  const protocol = provider.callback()
  return async (request, response) => {
    const path = request.url?.split('?')[0] ?? ''
    if (path === '/style.css') return sendStyle(response)
    if (request.method === 'HEAD' && path.startsWith('/auth')) return refuseHead(response)
    if (!path.startsWith('/interaction/')) return protocol(request, response)
    if (request.method === 'POST') return takeChoice(provider, people, request, response)
    return showChoice(provider, request, response)
  }
}

async function showChoice(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const details = await provider.interactionDetails(request, response).catch(() => undefined)
  if (details) sendPage(response, 200, consentPage(offered))
  else sendOver(response)
}

async function takeChoice(
  provider: Provider,
  people: People,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const details = await provider.interactionDetails(request, response).catch(() => undefined)
  if (!details) return sendOver(response)
  const person = chosen(await readForm(request))
  if (person) people.remember(person)
  const result = person
    ? { login: { accountId: person.subject, remember: false } }
    : { error: 'access_denied', error_description: 'The user did not agree' }
  await provider
    .interactionFinished(request, response, result, { mergeWithLastSubmission: false })
    .catch(() => sendOver(response))
}

/** An empty form stands for one that is too long to be the page's; the rest of it is not read. */
async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > longestForm) return new URLSearchParams()
  }
  return new URLSearchParams(text)
}

/** Undefined for whoever cancels, or chooses nobody. */
function chosen(form: URLSearchParams): Person | undefined {
  const choice = form.get('choice')
  if (choice !== 'other') return offered.find(({ email }) => email === choice)
  const email = form.get('email') ?? ''
  if (!email.includes('@')) return undefined
  return {
    email,
    name: form.get('name') || email,
    verified: form.get('verified') === 'true',
    subject: form.get('subject') || subjectOf(email),
  }
}

/** A login begins and goes on by GET, which is no harmless method here; the provider would do the same for HEAD. */
function refuseHead(response: ServerResponse): void {
  response.writeHead(405, { Allow: 'GET, POST' }).end()
}

function sendStyle(response: ServerResponse): void {
  response.writeHead(200, { 'Content-Type': 'text/css; charset=utf-8', 'Cache-Control': 'max-age=3600' }).end(style)
}

function sendOver(response: ServerResponse): void {
  sendPage(response, 400, errorPage('This login is over', 'Go back to the app and begin again.'))
}

function sendPage(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, pageHeaders).end(html)
}
