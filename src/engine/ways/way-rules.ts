import { hour, second } from '../../auth/clock.ts'
import type { Contract, Operation } from '../../contract/contract.ts'
import type { ContractDocument } from '../../contract/document.ts'
import { sampleBody } from '../../samples/sample.ts'
import { readOutput } from '../../ways/evaluate.ts'
import { expressionOf, readResponseExpression } from '../../ways/expressions.ts'
import { type FoundWay, waysOf } from '../../ways/found.ts'
import { meaningsOfInputs, meaningsOfOutputs } from '../../ways/meaning.ts'
import { isRole } from '../../ways/roles.ts'
import { scopesOf } from '../../ways/scheme-scopes.ts'
import { takesEmail } from '../../ways/takes-email.ts'
import type { InputMeaning, OutputMeaning } from '../../ways/way.ts'
import { carrierOf } from '../carrier.ts'
import { successOf } from '../example-answer.ts'
import { lifeOf, type WayLife } from './way-life.ts'

/** A way as the engine serves it: what its declaration says, and what is assumed where it says nothing. */
export interface ServedWay extends FoundWay {
  /** The schemes that its credential is good for: those of all ways that get it from the same place. */
  readonly schemes: readonly string[]
  readonly inputMeanings: ReadonlyMap<string, InputMeaning | undefined>
  /** Whether what one logs in by has to be an e-mail. */
  readonly takesEmail: boolean
  readonly outputMeanings: ReadonlyMap<string, OutputMeaning>
  readonly life: WayLife
  /** What a login may do without asking for it: the scopes of the scheme that are not roles. */
  readonly scopes: readonly string[]
  /** The cookie that carries it, if one does. */
  readonly cookie: string | undefined
  /** Where the answers of its login have credentials, its own or those of other ways. */
  readonly credentialPlaces: readonly string[]
}

const usualLifetime = hour

/** The ways of a contract that can be served, by what it declares. */
export function servedWays(contract: Contract): readonly ServedWay[] {
  const all = waysOf(contract.document)
  return all.map((way) => {
    const scheme = contract.securitySchemes[way.scheme] ?? { type: '' }
    const { bearerFormat } = scheme as { readonly bearerFormat?: unknown }
    return {
      ...way,
      schemes: [...new Set(all.filter((other) => isSamePlace(way, other)).map((other) => other.scheme))],
      inputMeanings: inputMeaningsOf(contract, way),
      takesEmail: takesEmail(contract, way),
      outputMeanings: meaningsOfOutputs(way),
      life: lifeOf(way, {
        lifetime: documentedLifetime(contract, way) ?? usualLifetime,
        isJwt: way.expires?.jwt !== undefined || /jwt/i.test(String(bearerFormat ?? '')),
        isRotating: isRotating(contract, way),
      }),
      scopes: scopesOf(contract, way.scheme).filter((scope) => !isRole(scheme, scope)),
      cookie: scheme.in === 'cookie' && carrierOf(scheme) ? scheme.name : undefined,
      credentialPlaces: all.filter((other) => isSameLogin(way, other)).flatMap(credentialPlaces),
    }
  })
}

/** What inputs are; the lifecycle may name the one that asks for a cookie that works on pages of other sites. */
function inputMeaningsOf(contract: Contract, way: FoundWay): ServedWay['inputMeanings'] {
  const { crossSite } = way.lifecycle.cookie ?? {}
  const meanings = [...meaningsOfInputs(contract, way)]
  return new Map(meanings.map(([name, meaning]) => [name, name === crossSite ? 'cross-site' : meaning?.is]))
}

function isSameLogin(one: FoundWay, other: FoundWay): boolean {
  return one.obtain !== undefined && one.obtain.operationId === other.obtain?.operationId
}

function credentialPlaces(way: FoundWay): readonly string[] {
  const meanings = meaningsOfOutputs(way)
  const credentials = Object.entries(way.outputs ?? {}).filter(([name]) =>
    ['credential', 'refresh'].includes(meanings.get(name) ?? ''),
  )
  return credentials.map(([, output]) => expressionOf(output))
}

/** Whether two ways get their credentials from the same place of the same answer. */
function isSamePlace(one: FoundWay, other: FoundWay): boolean {
  if (one === other) return true
  const places = [one, other].map((way) => {
    const meanings = meaningsOfOutputs(way)
    const [, output] = Object.entries(way.outputs ?? {}).find(([name]) => meanings.get(name) === 'credential') ?? []
    return output && `${way.obtain?.operationId} ${expressionOf(output)}`
  })
  return places[0] !== undefined && places[0] === places[1]
}

/** What the documented answer of a login says of its lifetime. */
function documentedLifetime({ document, operations }: Contract, { obtain, expires }: FoundWay): number | undefined {
  const operation = operations.find(({ id }) => id === obtain?.operationId)
  if (!operation || expires?.in === undefined) return undefined
  const seconds = Number(readOutput(expires.in, { body: exampleBody(document, operation), headers: new Headers() }))
  return seconds > 0 && seconds < 10 * 365 * 86_400 ? seconds * second : undefined
}

/** The documented success of an operation as a body that values can be written into. */
function exampleBody(document: ContractDocument, operation: Operation): unknown {
  const [, response] = successOf(operation)
  return response && sampleBody(document, response.content)?.body
}

/** Whether the documented success of an operation has a place for an output. */
export function hasPlaceFor(document: ContractDocument, operation: Operation, output: string): boolean {
  const part = readResponseExpression(output)
  if (part?.in !== 'body') return part !== undefined
  return readOutput(output, { body: exampleBody(document, operation), headers: new Headers() }) !== undefined
}

/** Whether the documented answer of a renewal has a place for the next refresh token. */
function isRotating({ document, operations }: Contract, way: FoundWay): boolean {
  const operation = operations.find(({ id }) => id === way.renew?.operationId)
  const output = outputOf({ ...way, outputMeanings: meaningsOfOutputs(way) }, 'refresh')
  return operation !== undefined && hasPlaceFor(document, operation, output ?? '')
}

/** The expression of the output that is the credential, or the refresh token. */
export function outputOf(
  { outputs = {}, outputMeanings }: Pick<ServedWay, 'outputs' | 'outputMeanings'>,
  wanted: OutputMeaning,
): string | undefined {
  const found = Object.entries(outputs).find(([name]) => outputMeanings.get(name) === wanted)
  return found && expressionOf(found[1])
}

/** By meaning, what a request sent for the inputs of a way. */
export function inputsByMeaning(
  { inputMeanings }: ServedWay,
  inputs: Readonly<Record<string, unknown>>,
): Partial<Record<InputMeaning, string>> {
  const known = Object.entries(inputs).flatMap(([name, value]) => {
    const meaning = inputMeanings.get(name)
    return meaning !== undefined && value !== undefined ? [[meaning, String(value)] as const] : []
  })
  return Object.fromEntries(known)
}
