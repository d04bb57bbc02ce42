import { mediaTypeIn, pairsOf, valuesOf } from '../contract/raw-headers.ts'
import { bodyPieces } from './body-pieces.ts'
import { headerPieces } from './header-pieces.ts'
import { mostBytes } from './message.ts'
import { decoded, type Pieces, pairPieces, plainPieces } from './pieces.ts'
import type { SecretNames } from './secret-names.ts'
import { shellWord, Variables } from './shell.ts'

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

/** A line for a shell that sends a request again, with variables for its secrets. */
export function curlOf(sent: SentRequest, isSecret: SecretNames): string {
  const variables = new Variables()
  const body = bodyWords(sent, isSecret, variables)
  const words = [
    'curl',
    ...methodWords(sent, body.length > 0),
    shellWord([sent.origin, ...targetPieces(sent, isSecret)], variables),
    ...headerWords(sent, isSecret, variables),
    ...body,
  ]
  return `${words.join(' ')}${noteOf(sent, isSecret)}`
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

function headerWords(sent: SentRequest, isSecret: SecretNames, variables: Variables): string[] {
  const { sentHeaders, sentBody } = sent
  const told = pairsOf(sentHeaders).filter(
    ([name, value]) => !own.has(name.toLowerCase()) && !isUsual(name, value, sent),
  )
  const words = told.flatMap(([name, value]) => [
    '-H',
    shellWord(
      value === '' ? [`${name};`] : [`${name}: `, ...headerPieces(name, value, isSecret).map(cutShort)],
      variables,
    ),
  ])
  const typeless = sentBody !== undefined && valuesOf(sentHeaders, 'content-type').length === 0
  return typeless ? [...words, '-H', 'Content-Type:'] : words
}

/** A secret is a variable, however long it is. */
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

function bodyWords({ sentBody, sentHeaders }: SentRequest, isSecret: SecretNames, variables: Variables): string[] {
  if (!isTypable(sentBody)) return []
  const text = sentBody.subarray(0, mostBytes).toString('utf8')
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

function noteOf(sent: SentRequest, isSecret: SecretNames): string {
  const notes = [
    ...(hasEndlessHeader(sent, isSecret) ? [`a header is cut after ${mostBytes} bytes`] : []),
    ...bodyNotes(sent.sentBody),
  ]
  return notes.length > 0 ? ` # ${notes.join('; ')}` : ''
}

function hasEndlessHeader({ sentHeaders }: SentRequest, isSecret: SecretNames): boolean {
  const pieces = pairsOf(sentHeaders).flatMap(([name, value]) => headerPieces(name, value, isSecret))
  return pieces.some((piece) => cutShort(piece) !== piece)
}

function bodyNotes(body: Buffer | undefined): string[] {
  if (body === undefined || body.length === 0) return []
  if (!isTypable(body)) return ['its body cannot be typed']
  return body.length > mostBytes ? [`its body is cut after ${mostBytes} bytes`] : []
}
