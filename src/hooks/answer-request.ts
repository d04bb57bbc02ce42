import type { ServerResponse } from 'node:http'
import { isHookName } from '../verify/hooks/hook-table.ts'
import { type HookOptions, refusalOf } from './guard.ts'
import { callHook, failure, type HookAnswer, type HookHandlers, missingHook } from './handlers.ts'
import { type HookRequest, readBody } from './read-body.ts'

/** Answers a request for the hook of that name, whatever framework it came through. */
export async function answerRequest(
  name: string,
  request: HookRequest,
  response: ServerResponse,
  hooks: { readonly handlers: HookHandlers; readonly options: HookOptions },
): Promise<void> {
  const { status, json } = await judged(name, request, hooks)
  response.statusCode = status
  response.setHeader('Cache-Control', 'no-store')
  if (status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="hooks"')
  if (status === 405) response.setHeader('Allow', 'POST')
  // Nobody waits for the rest of a body that is refused.
  if (!request.complete) response.setHeader('Connection', 'close')
  if (json === undefined) return void response.end()
  response.setHeader('Content-Type', 'application/json')
  response.end(JSON.stringify(json))
}

/** Who may not call learns nothing of which hooks there are. */
async function judged(
  name: string,
  request: HookRequest,
  { handlers, options }: { readonly handlers: HookHandlers; readonly options: HookOptions },
): Promise<HookAnswer> {
  const refused = refusalOf(request, options) ?? missingHook(handlers, name)
  if (refused || !isHookName(name)) return refused ?? failure(404, `There is no hook "${name}"`)
  if (request.method !== 'POST') return failure(405, 'Call a hook with POST')
  const body = await readBody(request)
  return 'refused' in body ? body.refused : callHook(handlers, name, body.input)
}
