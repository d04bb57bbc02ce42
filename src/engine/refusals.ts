import { STATUS_CODES } from 'node:http'
import { type Contract, documentedResponse, type Operation } from '../contract/contract.ts'
import { DeclaredRefusals, type UsualRefusals } from '../contract/declared-refusals.ts'
import type { ContractDocument, MediaType } from '../contract/document.ts'
import { kindOf } from '../contract/media-type.ts'
import { errorBody } from '../contract/oauth-error.ts'
import type { DocumentedRefusal, Refusal, RefusalForm } from '../contract/refusal.ts'
import { describeViolations } from '../contract/violation.ts'
import { documentedExample, placeholder, sampleBody } from '../samples/sample.ts'
import { authorizationServerRefusal, isOfAuthorizationServer } from './authorization-server/refusals.ts'
import { exampleHeaders } from './example-answer.ts'

/**
 * How an own API refuses: by its `x-refusals`, else by the documented example, else by the schema of that status or of
 * another refusal of the operation, else by a problem document (RFC 9457).
 */
export function contractForm({ document }: Contract, usual: UsualRefusals): RefusalForm {
  const declared = new DeclaredRefusals(document, usual)
  const ofIssuer = new DeclaredRefusals({ ...document, 'x-refusals': {}, components: {} }, usual)
  const known = new Map<string, DocumentedRefusal | undefined>()
  const wordsOf = (operation: Operation, status: number) => {
    const key = `${operation.id} ${status}`
    if (!known.has(key)) known.set(key, fromContract(document, operation, status))
    return known.get(key)
  }
  return {
    invalidStatus: 400,
    look: (refusal, operation) =>
      (isOfAuthorizationServer(operation?.id) ? ofIssuer : declared).look(refusal, operation),
    mediaType: declared.hasBody ? 'application/json' : problemType,
    body: (refusal, _id, random) => declared.bodyOf(refusal, undefined, random) ?? problem(refusal, 400),
    documented(refusal, status, operation, random) {
      if (isOfAuthorizationServer(operation?.id))
        return {
          mediaType: 'application/json',
          body: isWrongClient(refusal, status) ? wrongClient : authorizationServerRefusal(refusal),
        }
      const body = declared.bodyOf(refusal, operation, random)
      if (body !== undefined) return { ...placeOf(document, operation, status), body }
      const words = operation && wordsOf(operation, status)
      return words ?? { mediaType: problemType, body: problem(refusal, status) }
    },
  }
}

/** The JSON type that the operation documents of a status, and the headers. */
function placeOf(document: ContractDocument, operation: Operation | undefined, status: number): DocumentedRefusal {
  const response = operation && documentedResponse(operation, status)
  const mediaType = Object.keys(response?.content ?? {}).find((key) => kindOf(key) === 'json')
  return {
    mediaType: mediaType ?? 'application/json',
    ...(response && { headers: exampleHeaders(document, response) }),
  }
}

/** At the authorization server, a wrong login with this status is that of a client (RFC 6749, 5.2). */
function isWrongClient({ refusal }: Refusal, status: number): boolean {
  return status === 401 && refusal === 'wrong-login'
}

const wrongClient = errorBody('invalid_client', 'The client credentials are missing or wrong')

const problemType = 'application/problem+json'

function problem(refusal: Refusal, status: number) {
  const detail = detailOf(refusal)
  return { title: STATUS_CODES[status] ?? 'Error', status, ...(detail !== undefined && { detail }) }
}

function detailOf(refusal: Refusal): string | undefined {
  if ('violations' in refusal) return describeViolations(refusal.violations).slice(0, 2_000)
  if ('detail' in refusal) return refusal.detail
  if ('accept' in refusal) return `The body must be ${refusal.accept.join(' or ')}`
  return 'limit' in refusal ? `It must not be larger than ${refusal.limit} bytes` : undefined
}

function fromContract(document: ContractDocument, operation: Operation, status: number): DocumentedRefusal | undefined {
  const own = documentedResponse(operation, status)
  const isSuccess = own !== undefined && own === operation.responses.get('default') && operation.responses.size === 1
  const response = isSuccess ? undefined : own
  const content = response?.content ?? {}
  const headers = response ? exampleHeaders(document, response) : {}
  if (hasExample(content)) return { ...bodyIn(document, content), headers }
  if (response && Object.keys(content).length === 0) return { headers }
  const [schemas] = [content, ...refusalsOf(operation)].map(schemasIn).filter((each) => Object.keys(each).length > 0)
  if (!schemas) return undefined
  const sampled = bodyIn(document, schemas)
  return { ...sampled, body: worded(sampled.body, status), headers }
}

/** Without the examples, which are of another refusal. */
function schemasIn(content: Readonly<Record<string, MediaType>>): Readonly<Record<string, MediaType>> {
  const schemas = Object.entries(content).flatMap(([key, { schema }]) => (schema ? [[key, { schema }] as const] : []))
  return Object.fromEntries(schemas)
}

function hasExample(content: Readonly<Record<string, MediaType>>): boolean {
  const media = Object.entries(content).find(([key]) => kindOf(key) === 'json')?.[1] ?? Object.values(content)[0]
  return media !== undefined && documentedExample(media) !== undefined
}

/** What the operation documents of its other refusals. */
function refusalsOf({ responses }: Operation) {
  return [...responses].filter(([status]) => /^4/.test(status)).map(([, { content }]) => content)
}

function bodyIn(document: ContractDocument, content: Readonly<Record<string, MediaType>>): DocumentedRefusal {
  const sampled = sampleBody(document, content)
  return sampled ? { mediaType: sampled.mediaType, body: sampled.body } : {}
}

const numberNames: ReadonlySet<string> = new Set(['status', 'statuscode', 'status_code', 'code', 'http_status'])
const textNames: ReadonlySet<string> = new Set(['message', 'detail', 'title', 'error', 'error_description', 'reason'])

/** A sampled body says of itself what is wrong, where its members have the names for it. */
function worded(sampled: unknown, status: number, name = ''): unknown {
  if (typeof sampled === 'number' && numberNames.has(name)) return status
  if (sampled === placeholder && textNames.has(name)) return STATUS_CODES[status] ?? 'Error'
  if (Array.isArray(sampled)) return sampled.map((item) => worded(item, status, name))
  if (typeof sampled !== 'object' || sampled === null || Buffer.isBuffer(sampled)) return sampled
  const members = Object.entries(sampled)
  return Object.fromEntries(members.map(([key, value]) => [key, worded(value, status, key.toLowerCase())]))
}
