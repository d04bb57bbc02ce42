import { refusalCauses } from './causes.ts'
import { quotable } from './challenge.ts'
import type { ContractDocument, OperationObject } from './document.ts'
import { isToken } from './http-token.ts'
import { methods } from './operation.ts'
import { type RefusalName, refusalStatus } from './refusal.ts'
import { canBeSeen } from './refusal-causes.ts'
import type { RefusalDeclaration, Refusals } from './refusal-declaration.ts'
import { refusalMessages } from './refusal-messages.ts'

/** The `x-refusals` of a contract, by where they stand. */
export interface RefusalPlaces {
  readonly root: Refusals
  ofScheme(name: string | undefined): Refusals
  /** Those of an operation, and what its action implies. */
  ofOperation(id: string | undefined): readonly Refusals[]
}

/** Every name that can be declared. */
const refusalNames: ReadonlySet<string> = new Set<RefusalName>([
  ...(Object.keys({ ...refusalStatus, ...refusalCauses }) as RefusalName[]),
  'invalid',
  'wrong-login',
  'missing',
])

/** An OAuth 2 token endpoint refuses as RFC 6749, 5.2, says; a credential that it reads is that of a client. */
const ofTokenEndpoint: Refusals = {
  form: 'oauth',
  unauthenticated: { error: 'invalid_client', message: refusalMessages['unknown-client'] ?? '' },
}

export function refusalPlaces(document: ContractDocument): RefusalPlaces {
  const schemes = document.components?.securitySchemes ?? {}
  const operations = new Map(operationsIn(document).map((operation) => [operation.operationId, operation]))
  const ofOperation = (id = ''): readonly Refusals[] => {
    const { 'x-refusals': own, 'x-action': action, 'x-alias-of': original } = operations.get(id) ?? {}
    const { kind } = Object(action) as { readonly kind?: unknown }
    const implied = kind === 'token-endpoint' ? [ofTokenEndpoint] : []
    return own === undefined && original !== undefined ? ofOperation(original) : [refusalsIn(own), ...implied]
  }
  return {
    root: refusalsIn(document['x-refusals']),
    ofScheme: (name = '') => refusalsIn(schemes[name]?.['x-refusals']),
    ofOperation,
  }
}

function operationsIn({ paths }: ContractDocument): readonly OperationObject[] {
  return Object.values(paths ?? {}).flatMap((item) =>
    methods.flatMap((method) => (item[method.toLowerCase()] as OperationObject | undefined) ?? []),
  )
}

function refusalsIn(declared: unknown): Refusals {
  return typeof declared === 'object' && declared !== null ? declared : {}
}

type Word = Exclude<keyof RefusalDeclaration, 'body' | 'form'>

/** What a member has to be; anything else is left out, since a fault is told when the contract is read. */
const isSound: { readonly [Member in Word]: (value: unknown) => boolean } = {
  status: (value) => Number.isInteger(value) && Number(value) >= 400 && Number(value) < 600,
  message: (value) => typeof value === 'string',
  error: (value) => typeof value === 'string',
  challenge: (value) => typeof value === 'string' && isToken(value),
  as: (value) => typeof value === 'string' && refusalNames.has(value) && canBeSeen(value as RefusalName),
}

/** What is declared by the narrowest name, and there at the nearest place. */
export function saidOf<Member extends Word>(
  places: readonly Refusals[],
  names: readonly RefusalName[],
  member: Member,
): RefusalDeclaration[Member] | undefined {
  const all = names.flatMap((name) => places.map((place) => place[name]?.[member]))
  return all.find((value) => isSound[member](value))
}

/** The nearest realm. */
export function realmOf(places: readonly Refusals[], usual: string): string {
  return places.map(({ realm }) => realm).find((realm) => typeof realm === 'string' && quotable.test(realm)) ?? usual
}
