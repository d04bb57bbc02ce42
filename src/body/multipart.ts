import { utf8Of } from './utf8.ts'

/** A part of a multipart form as it was sent (RFC 7578). */
interface Part {
  readonly name: string
  /** Undefined where it is no file. */
  readonly fileName: string | undefined
  /** `''` where it names none. */
  readonly contentType: string
  readonly bytes: Buffer
}

/** The boundary that a media type names; undefined if it names none (RFC 2046, 5.1.1). */
export function boundaryOf(contentType: string): string | undefined {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType) ?? []
  return quoted ?? plain
}

/**
 * The parts of a multipart form, as browsers write them (HTML, 4.10.21.8). Undefined unless every line of it is understood.
 * Transfer encodings are deprecated (RFC 7578, 4.7) and not decoded: the result is `encoded` if a part has one.
 */
export function multipartParts(body: Buffer, contentType: string): readonly Part[] | 'encoded' | undefined {
  const boundary = boundaryOf(contentType)
  if (boundary === undefined) return undefined
  const text = body.toString('latin1')
  const delimiter = `--${Buffer.from(boundary).toString('latin1')}`
  const parts: Part[] = []
  const begin = beginOf(text, delimiter)
  let at = begin
  while (text.startsWith(`${delimiter}\r\n`, at)) {
    const headBegin = at + delimiter.length + 2
    const headEnd = text.indexOf('\r\n\r\n', headBegin)
    const end = headEnd < 0 ? -1 : text.indexOf(`\r\n${delimiter}`, headEnd + 2)
    if (end < 0) return undefined
    const head = headOf(text.slice(headBegin, headEnd))
    if (typeof head !== 'object') return head
    // The end of an empty part is the end of its head, too.
    parts.push({ ...head, bytes: body.subarray(Math.min(headEnd + 4, end), end) })
    at = end + 2
  }
  const close = `${delimiter}--`
  const isWhole = text.startsWith(close, at) && ['', '\r\n'].includes(text.slice(at + close.length).slice(0, 2))
  // A preamble that swallows every part is a broken form.
  return isWhole && (parts.length > 0 || begin === 0) ? parts : undefined
}

/** Where the first part begins: a text in front of it and one behind the last are to be ignored (RFC 2046, 5.1.1). */
function beginOf(text: string, delimiter: string): number {
  if (text.startsWith(delimiter)) return 0
  const lineBreak = text.indexOf(`\r\n${delimiter}`)
  return lineBreak < 0 ? text.length : lineBreak + 2
}

function headOf(text: string): Omit<Part, 'bytes'> | 'encoded' | undefined {
  const fields = new Map<string, string>()
  for (const line of text.split('\r\n')) {
    const [, name, value = ''] = /^([!#$%&'*+.^`|~\w-]+):[ \t]*(.*)$/s.exec(line) ?? []
    if (name === undefined || fields.has(name.toLowerCase())) return undefined
    fields.set(name.toLowerCase(), value.trimEnd())
  }
  if (!/^(|7bit|8bit|binary)$/i.test(fields.get('content-transfer-encoding') ?? '')) return 'encoded'
  const disposition = dispositionOf(fields.get('content-disposition') ?? '')
  return disposition && { ...disposition, contentType: fields.get('content-type') ?? '' }
}

function dispositionOf(text: string): Pick<Part, 'name' | 'fileName'> | undefined {
  if (!/^form-data[ \t]*(;|$)/i.test(text)) return undefined
  const parameters = new Map<string, string>()
  const pattern = /[ \t]*;[ \t]*([\w*-]+)=(?:"([^"]*)"|([^\s;"]*))/y
  pattern.lastIndex = 'form-data'.length
  for (let end = pattern.lastIndex; end < text.length; end = pattern.lastIndex) {
    const [, name, quoted, plain = ''] = pattern.exec(text) ?? []
    if (name === undefined || parameters.has(name.toLowerCase())) return undefined
    const quote = pattern.lastIndex - 1
    const isQuotedFile = quoted !== undefined && name.toLowerCase() === 'filename'
    const close = isQuotedFile ? closingQuote(text, quote) : quote
    const unescaped = isQuotedFile ? text.slice(quote - quoted.length, close).replaceAll('\\"', '"') : quoted
    pattern.lastIndex = close + 1
    parameters.set(name.toLowerCase(), unescaped ?? plain)
  }
  const name = textOf(parameters.get('name'))
  const fileName = parameters.has('filename*')
    ? extendedText(parameters.get('filename*') ?? '')
    : textOf(parameters.get('filename') ?? '')
  if (name === undefined || fileName === undefined) return undefined
  return { name, fileName: parameters.has('filename') || parameters.has('filename*') ? fileName : undefined }
}

/** Where a file name ends: some clients write a quote in it as `\"`, and browsers leave a backslash at its end as it is. */
function closingQuote(text: string, quote: number): number {
  let close = quote
  for (let next = close; next >= 0 && text[close - 1] === '\\'; ) {
    next = text.indexOf('"', close + 1)
    if (next >= 0) close = next
  }
  return close
}

/** A name as browsers write it: UTF-8, with three characters escaped. Undefined if it is no UTF-8. */
function textOf(latin1: string | undefined): string | undefined {
  const text = latin1 && utf8Of(Buffer.from(latin1, 'latin1'))
  return text?.replaceAll(/%0A/gi, '\n').replaceAll(/%0D/gi, '\r').replaceAll('%22', '"')
}

/** `utf-8''name` (RFC 8187, 3.2); undefined for anything else. */
function extendedText(value: string): string | undefined {
  const [, encoded] = /^utf-8'[^']*'(.*)$/i.exec(value) ?? []
  try {
    return encoded === undefined ? undefined : decodeURIComponent(encoded)
  } catch {
    return undefined
  }
}
