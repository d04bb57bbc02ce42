import { readContract } from '../../contract/contract.ts'
import type { Api } from '../api.ts'
import { governedApis } from './governed.ts'
import type { SandboxContext, SandboxHandlers } from './handlers.ts'

/** `GET /apis`: what there is to try, in this world (SB-08). */
export const listApis: SandboxHandlers['listApis'] = (_request, context) => {
  return { status: 200, body: { apis: governedApis(context).map((api) => shown(api, context)) } }
}

function shown({ id, document, sandbox, tryIt }: Api, { place }: SandboxContext) {
  const { title, basePath } = readContract(document)
  const url = `${place.origin}${place.world && `/~${place.world}`}/${id}${basePath}`
  return { id, title, url, roles: [...sandbox.roles], demo: [...sandbox.demo], tryIt: tryIt.replaceAll('{url}', url) }
}
