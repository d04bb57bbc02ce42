import { STATUS_CODES } from 'node:http'

/** The words that usually stand beside a status (RFC 9110, 15). */
export function phrase(status: number): string {
  return STATUS_CODES[status] ?? ''
}
