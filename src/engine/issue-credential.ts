import { hour, second } from '../auth/clock.ts'
import { newSecret } from '../auth/secret.ts'
import type { Contract } from '../contract/contract.ts'
import { authorizationScheme } from '../contract/credential-place.ts'
import type { SecurityScheme } from '../contract/document.ts'
import type { Context, IssuedKey, KeyScheme, RefusedKey, WantedKey } from '../served/api.ts'
import { isRole } from '../ways/roles.ts'
import { scopesOf, setsOf } from '../ways/scheme-scopes.ts'
import { credentialJwt, usualClaims } from './credential-jwt.ts'
import { type CredentialParts, credentialData, credentialOf, isJwt, longLifetime } from './demo-credentials.ts'
import { credentialKind } from './ways/way-life.ts'

type Issuing = Pick<Context, 'store' | 'random' | 'keys' | 'clock'>

/** Whom a credential acts for, and what the user of a pair is called. */
interface Owner {
  readonly holder: { readonly subject: string } | { readonly client: string }
  readonly id: string
  readonly name: string
}

/** The schemes of a contract that credentials can be issued for, of those that are checked. */
export function keySchemes(contract: Contract, checked: readonly string[]): readonly KeyScheme[] {
  return checked
    .filter((name) => contract.securitySchemes[name] !== undefined)
    .map((name) => ({ name, scopes: scopesOf(contract, name) }))
}

/** Issues a credential of an own API without a login: of one scheme, for an account or a client. */
export function credentialIssuer(api: string, contract: Contract, schemes: readonly KeyScheme[]) {
  const together = setsOf(contract)
  return async (wanted: WantedKey, context: Issuing): Promise<IssuedKey | RefusedKey> => {
    const chosen = chosenScheme(wanted, contract, schemes)
    if ('detail' in chosen) return chosen
    const owner = await ownerOf(wanted.owner, context)
    if (!owner) return { status: 404, detail: `There is no account or client "${wanted.owner}"` }
    const { name, scheme, scopes } = chosen
    const asked = wanted.lifetime === undefined ? usualLifetime(scheme) : wanted.lifetime * second
    const { parts, lifetime } = await partsOf(scheme, { api, owner, scopes, lifetime: asked }, context)
    const { value, kept } = credentialOf(name, scheme, parts)
    const { secret } = await context.store.secrets.issue({
      ...{ ...owner.holder, kind: credentialKind, secret: kept, lifetime },
      data: { ...credentialData(name, scopes, together, owner.id) },
    })
    return { id: secret.id, key: value }
  }
}

interface Chosen {
  readonly name: string
  readonly scheme: SecurityScheme
  readonly scopes: readonly string[]
}

function chosenScheme(
  { scheme: asked, scopes }: WantedKey,
  { securitySchemes }: Contract,
  schemes: readonly KeyScheme[],
): Chosen | RefusedKey {
  const found = asked === undefined ? schemes[0] : schemes.find(({ name }) => name === asked)
  const scheme = found && securitySchemes[found.name]
  if (!found || !scheme) return refused('the contract', 'security scheme', asked, names(schemes))
  const unknown = scopes?.find((scope) => !found.scopes.includes(scope))
  if (unknown !== undefined) return refused(`"${found.name}"`, 'scope', unknown, found.scopes)
  return { name: found.name, scheme, scopes: scopes ?? found.scopes.filter((scope) => !isRole(scheme, scope)) }
}

function names(schemes: readonly KeyScheme[]): readonly string[] {
  return schemes.map(({ name }) => name)
}

function refused(whose: string, what: string, asked: string | undefined, all: readonly string[]): RefusedKey {
  const named = asked === undefined ? `no ${what} that is checked` : `no ${what} "${asked}"`
  return {
    status: 400,
    detail: `There is ${named} in ${whose}; ${all.length === 0 ? 'it has none' : `it has ${all.join(', ')}`}`,
  }
}

/** An account by its id or a login name, else a client. */
export async function ownerOf(
  text: string,
  { store: { accounts, clients } }: Pick<Issuing, 'store'>,
): Promise<Owner | undefined> {
  const account = (await accounts.find(text)) ?? (await accounts.identify({ kind: 'login', value: text }))?.account
  if (account) return { holder: { subject: account.id }, id: account.id, name: nameFor(text, account.id) }
  return (await clients.find(text)) && { holder: { client: text }, id: text, name: nameFor(text, 'client') }
}

/** The user of a Basic pair has no colon (RFC 7617, 2). */
function nameFor(text: string, otherwise: string): string {
  return /^[!-9;-~]+$/.test(text) ? text : otherwise
}

function usualLifetime(scheme: SecurityScheme): number {
  const isBearer = scheme.type !== 'apiKey' && authorizationScheme(scheme) === 'Bearer'
  return isBearer ? hour : longLifetime
}

interface Wanted {
  readonly api: string
  readonly owner: Owner
  readonly scopes: readonly string[]
  readonly lifetime: number
}

/** What a credential is made of, and how long it lives. */
async function partsOf(
  scheme: SecurityScheme,
  { owner, lifetime, scopes }: Wanted,
  context: Issuing,
): Promise<{ readonly parts: CredentialParts; readonly lifetime: number }> {
  const key = newSecret(context.random)
  const jwt = isJwt(scheme) && (await credentialJwt({ claims: usualClaims(owner.id, scopes), lifetime }, context))
  const parts = { key, token: jwt ? jwt.secret : key, user: owner.name, password: key }
  return { parts, lifetime: jwt ? jwt.lifetime : lifetime }
}
