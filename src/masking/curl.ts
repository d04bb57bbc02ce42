import { pairsOf, valuesOf } from '../contract/raw-headers.ts'
import { bodyPieces, isCut, type KeptBody, sizeNote, valuePieces } from './body.ts'
import { plainText } from './encoded-text.ts'
import { headerPieces } from './header-pieces.ts'
import type { KnownSecrets } from './known-secrets.ts'
import { multipartParts } from './multipart-parts.ts'
import { isLong, isSecretPiece, mostShown, type Pieces, pairPieces, shortened } from './pieces.ts'
import type { SecretNames } from './secret-names.ts'
import { shellWord, Variables } from './shell.ts'
import { type Target, targetPieces } from './target-pieces.ts'

/** What curl sends by itself, or what says nothing of the request. */
const own: ReadonlySet<string> = new Set([
  'host',
  'content-length',
  'connection',
  'keep-alive',
  'accept-encoding',
  'user-agent',
])

/** A request as it went over the wire; nothing in it is masked. */
export interface SentRequest extends Target {
  readonly method: string
  /** Scheme, host and port. */
  readonly origin: string
  /** Names and values in turn. */
  readonly sentHeaders: readonly string[]
  /** How many header lines are not among them. */
  readonly omittedHeaders: number
  readonly sentBody: KeptBody | undefined
}

/** How pieces of a request are found, and hidden. */
interface Masking {
  readonly isSecret: SecretNames
  readonly known: KnownSecrets
}

/**
 * A line for a shell that sends a request again, with variables for its secrets. Words are masked in pieces and then quoted:
 * a quoted word must not be edited, or the rest of the line would be read as commands.
 */
export function curlLine(
  sent: SentRequest,
  isSecret: SecretNames,
  known: KnownSecrets,
  variables = new Variables(),
): string {
  const masking = { isSecret, known }
  const body = bodyWords(sent, masking)
  const headers = headersOf(sent, masking)
  const target = hiddenLine(targetPieces(sent, isSecret), known)
  const words: readonly Pieces[] = [
    ['curl'],
    ...methodWords(sent, body.length > 0),
    [sent.origin, ...target.pieces],
    ...headers.flatMap(({ pieces }) => [['-H'], pieces]),
    ...body,
  ]
  const line = words.map((word) => shellWord(word, variables)).join(' ')
  return `${line}${noteOf([...(target.isCut ? ['its address'] : []), ...(headers.some((header) => header.isCut) ? ['a header'] : [])], sent)}`
}

function methodWords({ method, path, search }: SentRequest, hasBody: boolean): Pieces[] {
  const usual = hasBody ? 'POST' : 'GET'
  const verb = method === 'HEAD' ? [['--head']] : method === usual ? [] : [['-X'], [method]]
  const target = `${path}${search}`
  return [
    ...verb,
    ...(/[[\]{}]/.test(target) ? [['--globoff']] : []),
    ...(/\/\.\.?(\/|\?|$)/.test(target) ? [['--path-as-is']] : []),
  ]
}

/** A word, or a part of one, with its secrets hidden. */
interface HiddenLine {
  readonly pieces: Pieces
  readonly isCut: boolean
}

function hiddenLine(pieces: Pieces, known: KnownSecrets): HiddenLine {
  const isTooLong = isLong(pieces)
  const hidden = known.hideIn(pieces, isTooLong)
  return { pieces: isTooLong ? shortened(hidden) : hidden, isCut: isTooLong }
}

/** The headers that curl does not send by itself. */
function headersOf(sent: SentRequest, { isSecret, known }: Masking): HiddenLine[] {
  const lines = pairsOf(sent.sentHeaders).filter(
    ([name, value]) => !own.has(name.toLowerCase()) && !isUsual(name, value, sent),
  )
  const headers = lines.map(([name, value]) => {
    const { pieces, isCut } = hiddenLine(headerPieces(name, value, isSecret), known)
    return { pieces: value === '' ? [`${name};`] : [`${name}: `, ...pieces], isCut }
  })
  const isTypeless = sent.sentBody !== undefined && valuesOf(sent.sentHeaders, 'content-type').length === 0
  return isTypeless ? [...headers, { pieces: ['Content-Type:'], isCut: false }] : headers
}

/** What curl says as it is, and the media types that go with how the body is given. Without a body there are no chunks. */
function isUsual(name: string, value: string, { sentBody }: SentRequest): boolean {
  if (name.toLowerCase() === 'accept') return value === '*/*'
  if (name.toLowerCase() === 'transfer-encoding') return sentBody?.isText !== true
  if (name.toLowerCase() !== 'content-type' || sentBody?.isText !== true) return false
  return value === 'application/x-www-form-urlencoded' || sentBody.format === 'multipart'
}

function bodyWords({ sentBody }: SentRequest, masking: Masking): Pieces[] {
  if (sentBody?.isText !== true) return []
  if (sentBody.format === 'form') return formWords(sentBody, masking)
  if (sentBody.format === 'multipart') return multipartWords(sentBody, masking)
  const pieces = bodyPieces(sentBody, masking.isSecret)
  return [['--data-raw'], masking.known.hideIn(pieces, isCut(sentBody))]
}

/** Each field by itself, so that curl encodes what a variable holds. */
function formWords(body: KeptBody, { isSecret, known }: Masking): Pieces[] {
  const pairs = body.text.split('&')
  return pairs.flatMap((pair, at) => {
    const pieces = known.hideIn(pairPieces(pair, isSecret), isCut(body) && at === pairs.length - 1)
    const [name = '', equals = '', secret] = pieces
    if (pieces.length !== 3 || equals !== '=' || secret === undefined || !isSecretPiece(secret))
      return [['--data-raw'], pieces]
    return [['--data-urlencode'], [name, equals, { ...plainText(secret.value), name: secret.name }]]
  })
}

function multipartWords(body: KeptBody, { isSecret, known }: Masking): Pieces[] {
  const parts = multipartParts(body.text, body.contentType, isCut(body)) ?? []
  return parts.flatMap(({ name, value }, at) => {
    const pieces = valuePieces(name, value, isSecret)
    return [['--form-string'], [`${name}=`, ...known.hideIn(pieces, isCut(body) && at === parts.length - 1)]]
  })
}

function noteOf(cut: readonly string[], { omittedHeaders, sentBody }: SentRequest): string {
  const notes = [
    ...cut.map((what) => `${what} is cut after ${mostShown} characters`),
    ...(omittedHeaders > 0 ? [`${omittedHeaders} headers are left out`] : []),
    ...(sentBody ? bodyNotes(sentBody) : []),
  ]
  return notes.length > 0 ? ` # ${notes.join('; ')}` : ''
}

function bodyNotes(body: KeptBody): string[] {
  if (!body.isText) return ['its body cannot be typed']
  if (body.format === undefined) return [`its body is a variable ${sizeNote(body)}`]
  return isCut(body) ? [`its body is cut after ${mostShown} bytes`] : []
}
