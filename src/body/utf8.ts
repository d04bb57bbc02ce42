import { isUtf8 } from 'node:buffer'

/** Bytes as text; undefined if they are not valid UTF-8. A byte order mark counts. */
export function utf8Of(bytes: Buffer): string | undefined {
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined
}
