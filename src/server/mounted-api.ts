import type { Api } from '../apis/api.ts'
import { type Contract, readContract } from '../contract/contract.ts'
import { compileReplyCheck, type ReplyCheck } from '../contract/reply-check.ts'
import { Router } from '../contract/router.ts'
import { compileRequestValidator, type RequestValidator } from './request-validator.ts'

/** An API ready to serve: its definition, and everything compiled from its contract. */
export interface MountedApi {
  readonly definition: Api
  readonly contract: Contract
  readonly router: Router
  readonly validate: RequestValidator
  readonly check: ReplyCheck
  /** The documented media type of an answer, if it is documented and has one. */
  mediaTypeOf(operationId: string, status: number): string | undefined
}

/** Compiles an API from its contract; throws a TypeError if handlers and contract do not name the same operations. */
export async function mountApi(definition: Api): Promise<MountedApi> {
  const contract = readContract(definition.document)
  const missing = contract.operations.filter(({ id }) => !(id in definition.handlers))
  if (missing.length > 0)
    throw new TypeError(`"${definition.id}" has no handler for ${missing.map(({ id }) => id).join(', ')}`)
  const mediaTypes = new Map(
    contract.operations.flatMap(({ id, responses }) =>
      [...responses].map(([status, { content }]) => [`${id} ${status}`, Object.keys(content)[0]] as const),
    ),
  )
  return {
    definition,
    contract,
    router: new Router(contract.operations, contract.basePath),
    validate: await compileRequestValidator(contract),
    check: compileReplyCheck(contract),
    mediaTypeOf: (operationId, status) => mediaTypes.get(`${operationId} ${status}`),
  }
}
