import { type BodyReader, bodyReader } from '../body/body-reader.ts'
import { type Contract, type Operation, readContract } from '../contract/contract.ts'
import { once } from '../contract/once.ts'
import { compileReplyCheck, type ReplyCheck } from '../contract/reply-check.ts'
import { compileReplyMedia, type ReplyMediaOf } from '../contract/reply-media.ts'
import { Router } from '../contract/router.ts'
import { type ByDetail, detailOrder } from './detail-order.ts'
import type { RequestValidator } from './request-validator.ts'
import type { ServedApi } from './served-api.ts'

/** The largest body, in bytes, of an API that names no other. */
const usualBodyLimit = 16_384

type Verdict = ReturnType<RequestValidator>

/** An API ready to serve: its definition, and everything compiled from its contract, when it is first needed or before. */
export interface MountedApi<Definition extends ServedApi<never> = ServedApi<never>> {
  readonly definition: Definition
  readonly contract: Contract
  readonly router: Router
  readonly validate: (...request: Parameters<RequestValidator>) => Verdict | Promise<Verdict>
  readonly check: ReplyCheck
  /** Undefined for an operation that takes no body. */
  bodyReaderOf(operation: Operation): BodyReader | undefined
  /** The largest body, in bytes. */
  readonly bodyLimit: number
  readonly mediaOf: ReplyMediaOf
  /** Operations of one path that can take a body of a media type, those that ask for the most first. */
  readonly byDetail: ByDetail
  /** Whether something is said for the first time, of what is logged once. */
  isNews(what: string): boolean
  /** Loads the validator of requests, which takes a fifth of a second that no start should wait for. */
  prepare(): Promise<void>
}

/** Makes an API of its contract; throws a TypeError if an operation cannot be served. */
export function mountApi<Definition extends ServedApi<never>>(definition: Definition): MountedApi<Definition> {
  const contract = readContract(definition.document)
  const missing = contract.operations.filter(({ id }) => !Object.hasOwn(definition.handlers, id))
  if (missing.length > 0)
    throw new TypeError(`"${definition.id}" has no handler for ${missing.map(({ id }) => id).join(', ')}`)
  const mediaOf = compileReplyMedia(contract)
  const bodyReaders = new Map(contract.operations.map((operation) => [operation.id, readerOf(contract, operation)]))
  const told = new Set<string>()
  let validator: RequestValidator | undefined
  const load = once(async () => {
    const { compileRequestValidator } = await import('./request-validator.ts')
    validator = compileRequestValidator(contract)
    return validator
  })
  return {
    definition,
    contract,
    router: new Router(contract.operations, contract.basePath),
    validate: (request, operation, params) =>
      validator ? validator(request, operation, params) : load().then((loaded) => loaded(request, operation, params)),
    check: compileReplyCheck(contract, mediaOf),
    bodyReaderOf: ({ id }) => bodyReaders.get(id),
    bodyLimit: definition.bodyLimit ?? usualBodyLimit,
    mediaOf,
    byDetail: detailOrder(contract),
    isNews: (what) => told.size < told.add(what).size,
    prepare: async () => void (await load()),
  }
}

function readerOf({ document }: Contract, { method, path, requestBody }: Operation): BodyReader | undefined {
  if (requestBody && !requestBody.content) throw new TypeError(`${method} ${path}: the request body has no "content"`)
  return requestBody && bodyReader(document, requestBody)
}
