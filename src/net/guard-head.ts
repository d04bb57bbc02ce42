import { type OutgoingHttpHeader, type OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { defaultHeaders } from './default-headers.ts'

const policyName = 'Content-Security-Policy'
const notFramed = "frame-ancestors 'none'"

/**
 * Gives an answer the default headers that it lacks when its head is written, whoever writes it: the pages that a library
 * makes are then as safe as ours. A policy that says nothing about frames forbids them, too.
 */
export function guardHead(response: ServerResponse): void {
  response.writeHead = writeGuardedHead
}

type Headers = OutgoingHttpHeaders | OutgoingHttpHeader[]

function writeGuardedHead(
  this: ServerResponse,
  status: number,
  reason?: string | Headers,
  more?: Headers,
): ServerResponse {
  const { writeHead } = ServerResponse.prototype
  const headers = typeof reason === 'object' ? reason : more
  if (headers === reason && isComplete(headers)) return writeHead.call(this, status, headers)
  for (const [name, value] of pairsOf(headers)) this.setHeader(name, value)
  for (const [name, value] of Object.entries(defaultHeaders)) if (!this.hasHeader(name)) this.setHeader(name, value)
  const policy = String(this.getHeader(policyName))
  if (!policy.includes(notFramed)) this.setHeader(policyName, `${policy}; ${notFramed}`)
  if (typeof reason === 'string') this.statusMessage = reason
  return writeHead.call(this, status)
}

/** Whether nothing is left to do, which is so for the answers of all APIs. */
function isComplete(headers: Headers | undefined): boolean {
  if (headers === undefined || Array.isArray(headers)) return false
  for (const name in defaultHeaders) if (headers[name] === undefined) return false
  return String(headers[policyName]).includes(notFramed)
}

/** Names and values; a list has them in turn. */
function pairsOf(headers: Headers = {}): (readonly [string, OutgoingHttpHeader])[] {
  if (!Array.isArray(headers)) return Object.entries(headers).map(([name, value = '']) => [name, value])
  return headers.flatMap((name, at) => (at % 2 === 0 ? [[String(name), headers[at + 1] ?? ''] as const] : []))
}
