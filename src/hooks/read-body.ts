import type { IncomingMessage } from 'node:http'
import { failure, type HookAnswer } from './handlers.ts'

/** Bytes that a body may have; what `latchkey verify` sends is far shorter. */
const most = 65_536

/** A request of Node, perhaps with a body that a framework has read. */
export type HookRequest = IncomingMessage & { readonly body?: unknown }

/** The JSON object that was sent, or why there is none. */
export async function readBody(
  request: HookRequest,
): Promise<{ readonly input: object } | { readonly refused: HookAnswer }> {
  // A page of another site cannot send this type without asking first.
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? ''))
    return { refused: failure(415, 'Send JSON as "Content-Type: application/json"') }
  const isTooLong = Number(request.headers['content-length'] ?? 0) > most
  const body = isTooLong ? tooLong : (request.body ?? (await readJson(request)))
  if (body === tooLong) return { refused: failure(413, `A body may have at most ${most} bytes`) }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return { refused: failure(400, 'The body must be a JSON object') }
  return { input: body }
}

const tooLong = Symbol('too long')

async function readJson(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = []
  let size = 0
  // A request that is destroyed takes its answer along.
  for await (const part of request.iterator({ destroyOnReturn: false })) {
    size += (part as Buffer).length
    if (size > most) return tooLong
    parts.push(part as Buffer)
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString())
  } catch {
    return undefined
  }
}
