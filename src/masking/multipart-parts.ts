import { boundaryOf } from '../body/multipart.ts'
import { isFieldName } from '../contract/field-name.ts'

/** A part of a multipart form as it was sent. */
interface Part {
  /** From its boundary to the empty line. */
  readonly head: string
  readonly name: string
  readonly value: string
}

/** A part in the one form that browsers and curl write it. */
const plainHead = /^content-disposition: form-data; name="([^"\r\n]*)"(?:\r\ncontent-type: [^\r\n]*)?$/i

/**
 * The parts of a multipart form of text fields (RFC 7578), of which the last may be cut off. Undefined unless every line of
 * it is understood: what stands between two parts, or in a header that is written in another way, could be anything.
 */
export function multipartParts(text: string, contentType: string, isCut: boolean): readonly Part[] | undefined {
  const boundary = boundaryOf(contentType)
  if (boundary === undefined) return undefined
  const delimiter = `--${boundary}\r\n`
  const parts: Part[] = []
  let at = 0
  while (text.startsWith(delimiter, at)) {
    const headEnd = text.indexOf('\r\n\r\n', at)
    const [, name] = plainHead.exec(text.slice(at + delimiter.length, headEnd)) ?? []
    if (headEnd < 0 || name === undefined || !isFieldName(name)) break
    const found = text.indexOf(`\r\n--${boundary}`, headEnd + 4)
    const end = found < 0 ? text.length : found
    parts.push({ head: text.slice(at, headEnd + 4), name, value: text.slice(headEnd + 4, end) })
    at = end + 2
  }
  const isWhole = [`--${boundary}--`, `--${boundary}--\r\n`].includes(text.slice(at))
  return isWhole || isCut ? parts : undefined
}
