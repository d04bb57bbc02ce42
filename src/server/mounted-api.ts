import type { Api } from '../apis/api.ts'
import { type Contract, readContract } from '../contract/contract.ts'
import { once } from '../contract/once.ts'
import { compileReplyCheck, type ReplyCheck } from '../contract/reply-check.ts'
import { Router } from '../contract/router.ts'
import type { TracedApi } from '../traffic/observed.ts'
import { secretNamesOf } from '../traffic/secret-names.ts'
import type { RequestValidator } from './request-validator.ts'

/** An API ready to serve: its definition, and everything compiled from its contract, when it is first needed or before. */
export interface MountedApi {
  readonly definition: Api
  readonly contract: Contract
  readonly router: Router
  readonly validate: RequestValidator
  readonly check: ReplyCheck
  /** What its exchanges are explained by. */
  readonly traced: TracedApi
  /** The documented media type of an answer, if it is documented and has one. */
  mediaTypeOf(operationId: string, status: number): string | undefined
  /** Loads and compiles the validator of requests, which takes a fifth of a second that no start should wait for. */
  prepare(): Promise<void>
}

/** Makes an API of its contract; throws a TypeError if handlers and contract do not name the same operations. */
export function mountApi(definition: Api): MountedApi {
  const contract = readContract(definition.document)
  const missing = contract.operations.filter(({ id }) => !(id in definition.handlers))
  if (missing.length > 0)
    throw new TypeError(`"${definition.id}" has no handler for ${missing.map(({ id }) => id).join(', ')}`)
  const mediaTypes = new Map(
    contract.operations.flatMap(({ id, responses }) =>
      [...responses].map(([status, { content }]) => [`${id} ${status}`, Object.keys(content)[0]] as const),
    ),
  )
  const validator = once(async () => {
    const { compileRequestValidator } = await import('./request-validator.ts')
    return compileRequestValidator(contract)
  })
  return {
    definition,
    contract,
    router: new Router(contract.operations, contract.basePath),
    validate: async (request, operation, params) => (await validator())(request, operation, params),
    check: compileReplyCheck(contract),
    traced: { id: definition.id, contract, secretNames: once(() => secretNamesOf(contract)) },
    mediaTypeOf: (operationId, status) => mediaTypes.get(`${operationId} ${status}`),
    prepare: async () => void (await validator()),
  }
}
