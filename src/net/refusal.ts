import { STATUS_CODES } from 'node:http'
import { defaultHeaders } from './default-headers.ts'

/** A refusal that no API words, as problem details (RFC 9457); the connection ends with it. */
export function lastRefusal(
  status: number,
  detail?: string,
): {
  readonly headers: Readonly<Record<string, string | number>>
  readonly body: string
} {
  const body = JSON.stringify({ title: STATUS_CODES[status], status, detail })
  const headers = {
    ...defaultHeaders,
    Connection: 'close',
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
  }
  return { headers, body }
}
