import { quotable } from '../../contract/challenge.ts'
import { documentedResponse, type Operation } from '../../contract/contract.ts'
import type { RefusalName } from '../../contract/refusal.ts'
import { canBeSeen } from '../../contract/refusal-causes.ts'
import type { RefusalBody, RefusalDeclaration, Refusals } from '../../contract/refusal-declaration.ts'
import { isRepeated, placeholdersIn, violationNames } from '../../contract/refusal-template.ts'
import { bodyNames, messageNames } from '../../contract/refusal-words.ts'
import type { Declared } from './declared.ts'
import { unknown } from './expression-faults.ts'
import type { DeclarationFault } from './fault.ts'
import { operationAt, type Place } from './places.ts'

/** Where a refusal is declared, and what else is known there. */
interface Scope {
  readonly at: readonly string[]
  readonly name: RefusalName
  /** The operations that it is about. */
  readonly operations: readonly Operation[]
  /** Whether something says where a message goes. */
  readonly hasBody: boolean
  /** Whether an error code goes anywhere. */
  readonly hasErrors: boolean
}

/** What is wrong with `x-refusals`, wherever they are. */
export function refusalFaults(declared: Declared): DeclarationFault[] {
  const places = declared.places.filter(({ shape }) => shape === 'refusals')
  const all = places.map(({ value }) => value as Refusals)
  const isTokenEndpoint = declared.actions.some(({ action }) => action.kind === 'token-endpoint')
  const hasErrors = isTokenEndpoint || all.some((each) => [each, ...Object.values(each)].some(hasErrorCode))
  const root = places.find(({ at }) => at.length === 1)?.value as Refusals | undefined
  return places.flatMap((place) => [
    ...bodyFaults(place.value as Refusals, place.at),
    ...realmFaults(place),
    ...Object.entries(refusalsIn(place.value as Refusals)).flatMap(([name, refusal]) => {
      const hasBody = isTokenEndpoint || [refusal, place.value as Refusals, root ?? {}].some(isBody)
      const scope = { at: [...place.at, name], name: name as RefusalName, hasBody, hasErrors }
      return faultsOf(refusal, { ...scope, operations: operationsAt(place, declared) })
    }),
  ])
}

function refusalsIn({ body: _body, form: _form, realm: _realm, ...refusals }: Refusals) {
  return refusals as Readonly<Record<string, RefusalDeclaration>>
}

function isBody({ body, form }: RefusalBody): boolean {
  return body !== undefined || form !== undefined
}

function hasErrorCode(each: unknown): boolean {
  const { body, form } = Object(each) as RefusalBody
  return form === 'oauth' || placeholdersIn(body).includes('error')
}

function operationsAt({ at }: Place, { contract: { operations } }: Declared): readonly Operation[] {
  const own = operations.find((operation) => operationAt(operation).every((part, index) => part === at[index]))
  return own ? [own] : operations
}

function realmFaults({ at, value }: Place): DeclarationFault[] {
  const { realm } = value as Refusals
  return realm === undefined || quotable.test(realm)
    ? []
    : [{ at: [...at, 'realm'], message: 'A header cannot have these characters' }]
}

function bodyFaults({ body, form }: RefusalBody, at: readonly string[]): DeclarationFault[] {
  if (body !== undefined && form !== undefined)
    return [{ at: [...at, 'form'], message: 'Expected "body" or "form", got both' }]
  return templateFaults(body, [...at, 'body'])
}

/** Placeholders that there are not; those of violations are in lists only. */
function templateFaults(template: unknown, at: readonly string[], known = bodyNames): DeclarationFault[] {
  if (typeof template === 'object' && template !== null) {
    const names = isRepeated(template) ? [...bodyNames, ...violationNames] : known
    return Object.entries(template).flatMap(([key, each]) => templateFaults(each, [...at, key], names))
  }
  return placeholdersIn(template).flatMap((name) => {
    const isElsewhere = violationNames.includes(name) && !known.includes(name)
    const message = isElsewhere
      ? `"{${name}}" is for the one item of a list, which is repeated for each violation`
      : unknown('placeholder', name, known)
    return message === undefined ? [] : [{ at, message }]
  })
}

function faultsOf(refusal: RefusalDeclaration, scope: Scope): DeclarationFault[] {
  const { at, name, operations, hasBody, hasErrors } = scope
  const { status, message, error, as } = refusal
  const documents = (each: Operation) => status === undefined || documentedResponse(each, status) !== undefined
  const isAlone = Object.keys(refusal).length === 1
  const faults: readonly (readonly [boolean, string, string])[] = [
    [!operations.some(documents), 'status', undocumented(status, operations)],
    [message !== undefined && !hasBody, 'message', 'Nothing says where it goes: add "body" or "form: oauth"'],
    [error !== undefined && !hasErrors, 'error', 'Expected "form: oauth", whose error code this is'],
    [as === name, 'as', `"${name}" looks like itself`],
    [as !== undefined && !isAlone, 'as', 'Expected nothing else, since it looks like another refusal'],
    [as !== undefined && !canBeSeen(as), 'as', `Nothing can look like "${as}", which says something of the request`],
  ]
  return [
    ...bodyFaults(refusal, at),
    ...(message === undefined ? [] : templateFaults(message, [...at, 'message'], messageNames)),
    ...faults.filter(([isWrong]) => isWrong).map(([, member, text]) => ({ at: [...at, member], message: text })),
  ]
}

function undocumented(status: number | undefined, [only, ...others]: readonly Operation[]): string {
  const whose = only && others.length === 0 ? `"${only.id}" does not document` : 'No operation documents'
  return `${whose} the status ${status}`
}
