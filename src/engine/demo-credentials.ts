import { createHmac } from 'node:crypto'
import { day } from '../auth/clock.ts'
import type { Contract } from '../contract/contract.ts'
import { authorizationScheme } from '../contract/credential-place.ts'
import type { SecurityScheme } from '../contract/document.ts'
import type { NewSecret } from '../store/secrets.ts'
import { scopesOf, setsOf } from '../ways/scheme-scopes.ts'
import type { CredentialData } from './caller.ts'
import { basicPair } from './carrier.ts'
import { isKeyAsUser, prefixOf } from './scheme-guess.ts'
import { credentialKind } from './ways/way-life.ts'

/** A credential of one scheme as it is shown to people. */
export interface ShownCredential {
  readonly scheme: string
  readonly label: string
  /** What people copy: a key, a token, or `name:password`. */
  readonly value: string
  readonly sent: SentAs
}

/** A published credential of one scheme, the same in every world and after every start. */
export interface DemoCredential extends ShownCredential {
  readonly secret: NewSecret & { readonly secret: string }
}

/** How a request carries it. */
type SentAs =
  | { readonly in: 'header' | 'query' | 'cookie'; readonly name: string; readonly value: string }
  | { readonly in: 'basic'; readonly value: string }

/** Longer than a world is used, and not for ever: what never ends cannot be seen to expire. */
export const longLifetime = 365 * day

/** The account that demo credentials act for. */
export const demoHolder = '1'

/** One credential for each of the schemes, with all of its scopes. */
export function demoCredentials(
  api: string,
  contract: Contract,
  names: readonly string[],
  holder = demoHolder,
): readonly DemoCredential[] {
  const together = setsOf(contract)
  return names.flatMap((name) => {
    const scheme = contract.securitySchemes[name]
    if (!scheme) return []
    const data = credentialData(name, scopesOf(contract, name), together, holder)
    const { kept, ...shown } = credentialOf(name, scheme, demoParts(api, name, scheme, holder))
    const secret = {
      kind: credentialKind,
      id: `demo-${idPart(name)}`,
      secret: kept,
      subject: holder,
      lifetime: longLifetime,
      data: { ...data },
    }
    return [{ scheme: name, ...shown, secret }]
  })
}

/** What the ledger keeps of a credential of one scheme; `together` is of {@link setsOf}. Those of two holders are two sets. */
export function credentialData(
  name: string,
  scopes: readonly string[],
  together: ReadonlyMap<string, string>,
  holder: string,
): CredentialData {
  const set = together.get(name)
  return { schemes: [name], scopes, ...(set && { set: `${set} of ${holder}` }) }
}

/** What a credential is made of, whatever its scheme. */
export interface CredentialParts {
  readonly key: string
  /** Instead of the key where a bearer token is sent. */
  readonly token: string
  /** Who is the user of a pair, and the password. */
  readonly user: string
  readonly password: string
}

/** A credential in the form of its scheme. */
interface FormedCredential extends Pick<ShownCredential, 'label' | 'value' | 'sent'> {
  /** As the ledger keeps it. */
  readonly kept: string
}

export function credentialOf(name: string, scheme: SecurityScheme, parts: CredentialParts): FormedCredential {
  const { type, in: place } = scheme
  if (type === 'http' && authorizationScheme(scheme) === 'Basic') return basicCredential(scheme, parts)
  const { key, token } = parts
  if (type !== 'apiKey') {
    const sent = header('Authorization', `${authorizationScheme(scheme)} ${token}`)
    return { label: 'token', value: token, kept: token, sent }
  }
  const wire = scheme.name ?? ''
  if (place === 'query' || place === 'cookie') {
    const label = place === 'cookie' ? 'cookie' : 'key'
    return { label, value: key, kept: key, sent: { in: place, name: wire, value: key } }
  }
  const { prefix } = prefixOf(name, scheme) ?? {}
  return { label: 'key', value: key, kept: key, sent: header(wire, prefix === undefined ? key : `${prefix} ${key}`) }
}

/** Whether the token of a scheme is a JWT, by what its contract says. */
export function isJwt(scheme: SecurityScheme): boolean {
  const { bearerFormat } = scheme as { readonly bearerFormat?: unknown }
  return /jwt/i.test(String(bearerFormat ?? ''))
}

function header(name: string, value: string) {
  return { in: 'header', name, value } as const
}

function basicCredential(scheme: SecurityScheme, parts: CredentialParts): FormedCredential {
  return isKeyAsUser(scheme) ? pairCredential(parts.key, '') : pairCredential(parts.user, parts.password)
}

function pairCredential(user: string, password: string): FormedCredential {
  const value = `${user}:${password}`
  return { label: 'user', value, kept: basicPair(user, password), sent: { in: 'basic', value } }
}

/** A credential whose text is given: without the prefix in front of a key, and a pair for HTTP Basic as one text. */
export function givenCredential(name: string, scheme: SecurityScheme, value: string): FormedCredential {
  if (scheme.type === 'http' && authorizationScheme(scheme) === 'Basic') {
    const colon = value.indexOf(':')
    return pairCredential(value.slice(0, colon), value.slice(colon + 1))
  }
  const prefix = `${prefixOf(name, scheme)?.prefix} `
  const key = value.startsWith(prefix) ? value.slice(prefix.length) : value
  return credentialOf(name, scheme, { key, token: value, user: '', password: '' })
}

function demoParts(api: string, name: string, scheme: SecurityScheme, holder: string): CredentialParts {
  const text = derived(`${api} ${name}`)
  const key = `demo_${text}`
  return { key, token: isJwt(scheme) ? demoJwt(api, text, holder) : key, user: 'demo', password: text }
}

/** 24 characters that are always the same for a name. */
function derived(name: string): string {
  return createHmac('sha256', 'latchkey demo credential')
    .update(name)
    .digest('base64url')
    .replaceAll(/[-_]/g, 'x')
    .slice(0, 24)
}

/** A token in the form of a JWT, since clients may read its claims; the ledger decides whether it is good. */
function demoJwt(api: string, text: string, holder: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ iss: api, sub: holder, jti: text })}`
  return `${signed}.${createHmac('sha256', 'latchkey demo token').update(signed).digest('base64url')}`
}

function idPart(name: string): string {
  return createHmac('sha256', 'latchkey demo id').update(name).digest('hex').slice(0, 12)
}
