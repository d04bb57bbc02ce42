import { found, schemaBehind } from '../contract/contract.ts'
import type {
  ContractDocument,
  OperationObject,
  RequestBody,
  Schema,
  SecurityRequirement,
  SecurityScheme,
} from '../contract/document.ts'
import type { Note, SchemeReport } from '../served/report.ts'
import type { AuthMode } from '../ways/auth-mode.ts'
import { waysOf } from '../ways/found.ts'
import { carrierOf } from './carrier.ts'
import { changeOperations, operationsIn } from './document-operations.ts'
import { oauthAddresses } from './oauth-addresses.ts'
import { protectorsOf, refuseUnknown, unknownSchemes } from './protectors.ts'
import { guessScheme, isSelector } from './scheme-guess.ts'

export interface ProtectionOptions {
  /** How all schemes are served, or each by its name; one that is not named is enforced. */
  readonly auth: AuthMode | Readonly<Record<string, AuthMode>>
  /** What closes the operations that declare no security: names of schemes, `bearer`, `basic`, or of a header. */
  readonly protect: readonly string[]
}

/** A contract in which every operation says for itself what it takes, of schemes that are all declared. */
export interface Protection {
  readonly document: ContractDocument
  readonly how: ReadonlyMap<string, SchemeReport['how']>
  readonly notes: readonly Note[]
}

type Requirements = readonly SecurityRequirement[]
type Schemes = Readonly<Record<string, SecurityScheme>>

/** Decides which credential each operation requires; throws an {@link UnknownProtection} for names that it does not know. */
export function protectOperations(document: ContractDocument, options: ProtectionOptions): Protection {
  const { added, faults } = protectorsOf(document, options.protect)
  const declared: Schemes = { ...document.components?.securitySchemes, ...added }
  const { required, notes } = requirementsOf(document, Object.keys(added))
  const used = new Set([...required.values()].flat().flatMap((alternative) => Object.keys(alternative)))
  const undeclared = [...used].filter((name) => !Object.hasOwn(declared, name))
  const guesses = undeclared.map((name) => [name, guessScheme(name)?.scheme ?? { type: 'undeclared' }])
  const schemes: Schemes = { ...declared, ...Object.fromEntries(guesses) }
  refuseUnknown([...faults, ...unknownSchemes(options.auth, Object.keys(schemes))])
  const how = new Map(
    Object.entries(schemes).map(([name, scheme]) => [name, used.has(name) ? howOf(name, scheme, options) : 'unused']),
  )
  const components = { ...document.components, securitySchemes: schemes }
  return {
    document: { ...requiring(document, required, how), components, security: [] },
    how,
    notes: [...notes, ...undeclared.map(undeclaredNote), ...selectorNotes(schemes, how, options)],
  }
}

/** A document whose operations require what they are found to require, but for schemes that are off. */
function requiring(
  document: ContractDocument,
  required: ReadonlyMap<string, Requirements>,
  how: Protection['how'],
): ContractDocument {
  return changeOperations(document, (operation, key) => ({
    ...operation,
    security: (required.get(key) ?? []).map((alternative) =>
      Object.fromEntries(Object.entries(alternative).filter(([name]) => how.get(name) !== 'off')),
    ),
  }))
}

function undeclaredNote(name: string): Note {
  const guess = guessScheme(name)
  const taken = guess ? `it is taken for ${guess.what}` : 'what requires it is closed'
  return {
    kind: guess ? 'inferred' : 'unrecognized',
    text: `The security scheme ${name} is not declared in components.securitySchemes; ${taken}`,
  }
}

/** What every operation requires, by method and path. */
function requirementsOf(document: ContractDocument, protectors: readonly string[]) {
  const notes: Note[] = []
  const required = new Map<string, Requirements>()
  const addresses = oauthAddresses(document)
  const fallback = protectors.length > 0 ? [Object.fromEntries(protectors.map((name) => [name, []]))] : []
  for (const [key, operation] of operationsIn(document)) {
    const inherited = document.security ?? fallback
    const reason = operation.security === undefined ? whyOpen(key, operation, addresses, document) : undefined
    if (reason !== undefined && inherited.length > 0)
      notes.push({ kind: 'inferred', text: `${key} is open: ${reason}` })
    required.set(key, withScopes(reason === undefined ? (operation.security ?? inherited) : []))
  }
  return { required, notes }
}

/** Scopes that are not a list ask for nothing. */
function withScopes(security: unknown): Requirements {
  const alternatives = Array.isArray(security) ? security : []
  return alternatives.map((alternative) =>
    Object.fromEntries(
      Object.entries(Object(alternative)).map(([name, scopes]) => [
        name,
        Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : [],
      ]),
    ),
  )
}

/** Why an operation asks for nothing that it inherits: it is where credentials come from. */
function whyOpen(
  key: string,
  operation: OperationObject,
  addresses: ReadonlyMap<string, string>,
  document: ContractDocument,
): string | undefined {
  const address = addresses.get(key)
  if (address !== undefined) return `it is the ${address} of a security scheme`
  const { operationId } = operation
  const obtained = waysOf(document).find(({ obtain, renew }) =>
    [obtain, renew].some((call) => call?.operationId === operationId),
  )
  if (obtained) return `it is where the credential of ${obtained.scheme} comes from`
  return isLoginLike(key, operation, document) ? 'it takes a password or a grant, as a login does' : undefined
}

const loginPath = /^POST .*\/(log-?in|sign-?in|sign-?up|register|token|authenticate|auth|sessions?)\/?$/i
const proofs = ['password', 'grant_type', 'refresh_token', 'refreshToken']

function isLoginLike(key: string, { requestBody }: OperationObject, document: ContractDocument): boolean {
  if (!loginPath.test(key) || !requestBody) return false
  const { content = {} } = (
    '$ref' in requestBody ? (found(document, requestBody.$ref) ?? {}) : requestBody
  ) as Partial<RequestBody>
  return Object.values(content).some(({ schema }) => {
    const names = memberNames(document, schema, 4)
    return proofs.some((name) => names.has(name))
  })
}

/** The names of the members of a schema, followed through references and combinations. */
function memberNames(document: ContractDocument, schema: unknown, depth: number): ReadonlySet<string> {
  if (depth === 0 || typeof schema !== 'object' || schema === null) return new Set()
  const { properties, allOf, anyOf, oneOf } = schemaBehind(document, schema as Schema)
  const below = [allOf, anyOf, oneOf].flat().flatMap((part) => [...memberNames(document, part, depth - 1)])
  return new Set([...Object.keys(Object(properties)), ...below])
}

function howOf(name: string, scheme: SecurityScheme, options: ProtectionOptions): SchemeReport['how'] {
  const asked = askedOf(name, options)
  if (asked === 'off') return 'off'
  if (!carrierOf(scheme)) return 'closed'
  if (asked === 'presence') return 'presence'
  return asked === undefined && isSelector(scheme) ? 'presence' : 'enforced'
}

/** What the user wants of a scheme by its name; that all are enforced is what happens anyway. */
function askedOf(name: string, { auth }: ProtectionOptions): AuthMode | undefined {
  if (typeof auth === 'string') return auth === 'enforce' ? undefined : auth
  return Object.hasOwn(auth, name) ? auth[name] : undefined
}

function selectorNotes(schemes: Schemes, how: Protection['how'], options: ProtectionOptions): readonly Note[] {
  const selectors = Object.entries(schemes).filter(
    ([name]) => how.get(name) === 'presence' && askedOf(name, options) === undefined,
  )
  return selectors.map(([name, scheme]) => ({
    kind: 'inferred',
    text: `${name} selects a version or a language by its name ${scheme.name}: any value is accepted`,
  }))
}
