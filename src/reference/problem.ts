import { STATUS_CODES } from 'node:http'
import type { Response } from 'express'

/** A refusal outside every API, as problem details (RFC 9457). */
export function problem(response: Response, status: number, detail?: string): void {
  const body = { title: STATUS_CODES[status], status, ...(detail !== undefined && { detail }) }
  write(response, status, 'application/problem+json', body)
}

/** An error of Express that says what is wrong with the request, such as a precondition that does not hold or an invalid percent-encoding. */
export function isClientError(error: unknown): error is { readonly status: number } {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500
}

/** Liveness and readiness: 200 or 503, with a word for people. */
export function health(response: Response, ok: boolean): void {
  write(response, ok ? 200 : 503, 'application/json', { status: ok ? 'ok' : 'not ready' })
}

/** Sends a reader on to another path of this server. */
export function seeElsewhere(response: Response, path: string): void {
  response.writeHead(302, { Location: path, 'Content-Length': 0 }).end()
}

function write(response: Response, status: number, mediaType: string, value: object): void {
  const body = JSON.stringify(value)
  response.writeHead(status, {
    'Content-Type': `${mediaType}; charset=utf-8`,
    'Content-Length': Buffer.byteLength(body),
  })
  response.end(body)
}
