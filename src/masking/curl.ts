import { mediaTypeIn, pairsOf, valuesOf } from '../contract/raw-headers.ts'
import { bodyPieces } from './body-pieces.ts'
import { headerPieces } from './header-pieces.ts'
import { mostBytes } from './message.ts'
import { decoded, type Pieces, pairPieces, plainPieces } from './pieces.ts'
import type { SecretNames } from './secret-names.ts'
import { shellWord, Variables } from './shell.ts'
import type { Veil } from './veil.ts'

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
interface SentRequest {
  readonly method: string
  /** Scheme, host and port. */
  readonly origin: string
  readonly path: string
  /** The query with its `?`, or `''`. */
  readonly search: string
  /** Names and values in turn. */
  readonly sentHeaders: readonly string[]
  readonly sentBody: Buffer | undefined
}

/** Path and query of a request in pieces. */
export function targetPieces({ path, search }: Pick<SentRequest, 'path' | 'search'>, isSecret: SecretNames): Pieces {
  return [...plainPieces(path, isSecret), ...pairPieces(search, '&', isSecret)]
}

/** A line for a shell that sends a request again, with variables for its secrets; what the veil knows is hidden anywhere in it. */
export function curlOf(sent: SentRequest, isSecret: SecretNames, veil: Veil): string {
  const variables = new Variables()
  const body = bodyWords(sent, isSecret, variables, veil)
  const headers = toldHeaders(sent, isSecret, veil)
  const words = [
    'curl',
    ...methodWords(sent, body.length > 0),
    shellWord([sent.origin, ...targetPieces(sent, isSecret)], variables),
    ...headerWords(headers, sent, variables),
    ...body,
  ]
  return `${veil.over(words.join(' '))}${noteOf(headers, sent.sentBody)}`
}

function methodWords({ method, path, search }: SentRequest, hasBody: boolean): string[] {
  const usual = hasBody ? 'POST' : 'GET'
  const verb = method === 'HEAD' ? ['--head'] : method === usual ? [] : ['-X', shellWord([method], new Variables())]
  const target = `${path}${search}`
  return [
    ...verb,
    ...(/[[\]{}]/.test(target) ? ['--globoff'] : []),
    ...(/\/\.\.?(\/|\?|$)/.test(target) ? ['--path-as-is'] : []),
  ]
}

/** A header that curl has to be told, as one word. */
interface ToldHeader {
  readonly word: Pieces
  readonly isCut: boolean
}

function toldHeaders(sent: SentRequest, isSecret: SecretNames, veil: Veil): ToldHeader[] {
  const told = pairsOf(sent.sentHeaders).filter(
    ([name, value]) => !own.has(name.toLowerCase()) && !isUsual(name, value, sent),
  )
  return told.map(([name, value]) => {
    const pieces = headerPieces(name, value, isSecret).map((piece) =>
      typeof piece === 'string' ? veil.over(piece) : piece,
    )
    return {
      word: value === '' ? [`${name};`] : [`${name}: `, ...pieces.map(cutShort)],
      isCut: pieces.some(isEndless),
    }
  })
}

function headerWords(headers: readonly ToldHeader[], { sentHeaders, sentBody }: SentRequest, variables: Variables) {
  const words = headers.flatMap(({ word }) => ['-H', shellWord(word, variables)])
  const typeless = sentBody !== undefined && valuesOf(sentHeaders, 'content-type').length === 0
  return typeless ? [...words, '-H', 'Content-Type:'] : words
}

/** A secret is a variable, however long it is. */
function isEndless(piece: Pieces[number]): boolean {
  return typeof piece === 'string' && piece.length > mostBytes
}

function cutShort(piece: Pieces[number]): Pieces[number] {
  return typeof piece === 'string' ? piece.slice(0, mostBytes) : piece
}

/** What curl says as it is, and the media types that go with how the body is given. Without a body there are no chunks. */
function isUsual(name: string, value: string, { sentBody, sentHeaders }: SentRequest): boolean {
  if (name.toLowerCase() === 'accept') return value === '*/*'
  if (name.toLowerCase() === 'transfer-encoding') return !isTypable(sentBody)
  if (name.toLowerCase() !== 'content-type' || sentBody === undefined) return false
  return value === 'application/x-www-form-urlencoded' || mediaTypeIn(sentHeaders) === 'multipart/form-data'
}

function bodyWords(
  { sentBody, sentHeaders }: SentRequest,
  isSecret: SecretNames,
  variables: Variables,
  veil: Veil,
): string[] {
  if (!isTypable(sentBody)) return []
  const beginning = sentBody.subarray(0, mostBytes).toString('utf8')
  const text = sentBody.length > mostBytes ? veil.overEnd(beginning) : beginning
  if (mediaTypeIn(sentHeaders) === 'multipart/form-data') return multipartWords(text, isSecret, variables)
  if (mediaTypeIn(sentHeaders) === 'application/x-www-form-urlencoded') return formWords(text, isSecret, variables)
  return ['--data-raw', shellWord(bodyPieces(text, mediaTypeIn(sentHeaders), isSecret), variables)]
}

/** A shell passes on no NUL, and this line is text. */
function isTypable(body: Buffer | undefined): body is Buffer {
  return body !== undefined && body.length > 0 && !body.includes(0) && body.equals(Buffer.from(body.toString('utf8')))
}

/** Each field by itself, so that curl encodes what a variable holds. */
function formWords(text: string, isSecret: SecretNames, variables: Variables): string[] {
  return text.split('&').flatMap((pair) => {
    const [name = ''] = pair.split('=')
    const value = pair.slice(name.length + 1)
    if (value === '' || !isSecret(decoded(name)))
      return ['--data-raw', shellWord(pairPieces(pair, '&', isSecret), variables)]
    return ['--data-urlencode', shellWord([`${name}=`, { name: decoded(name), value: decoded(value) }], variables)]
  })
}

const part = /name="([^"\r\n]*)"[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n([\s\S]*?)\r\n--/g

function multipartWords(text: string, isSecret: SecretNames, variables: Variables): string[] {
  return [...text.matchAll(part)].flatMap(([, name = '', value = '']) => [
    '--form-string',
    shellWord([`${name}=`, isSecret(name) && value !== '' ? { name, value } : value], variables),
  ])
}

function noteOf(headers: readonly ToldHeader[], body: Buffer | undefined): string {
  const isCut = headers.some((header) => header.isCut)
  const notes = [...(isCut ? [`a header is cut after ${mostBytes} characters`] : []), ...bodyNotes(body)]
  return notes.length > 0 ? ` # ${notes.join('; ')}` : ''
}

function bodyNotes(body: Buffer | undefined): string[] {
  if (body === undefined || body.length === 0) return []
  if (!isTypable(body)) return ['its body cannot be typed']
  return body.length > mostBytes ? [`its body is cut after ${mostBytes} bytes`] : []
}
