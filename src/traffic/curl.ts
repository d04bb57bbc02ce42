import { mediaTypeIn, pairsOf, valuesOf } from '../contract/raw-headers.ts'
import { bodyPieces } from './body-pieces.ts'
import { headerPieces } from './header-pieces.ts'
import { mostBytes, type Observed } from './observed.ts'
import { decoded, type Pieces, pairPieces } from './pieces.ts'
import type { SecretNames } from './secret-names.ts'
import { shellWord, Variables } from './shell.ts'

/** What curl sends by itself, or what says nothing of the request. */
const own: ReadonlySet<string> = new Set([
  'host',
  'content-length',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'accept-encoding',
  'user-agent',
])

/** A line for a shell that sends a request again, with variables for its secrets. */
export function curlOf(observed: Observed, target: Pieces): string {
  const variables = new Variables()
  const isSecret = observed.api.secretNames()
  const body = bodyWords(observed, isSecret, variables)
  const words = [
    'curl',
    ...methodWords(observed, body.length > 0),
    shellWord([observed.place.origin, ...target], variables),
    ...headerWords(observed, isSecret, variables),
    ...body,
  ]
  return `${words.join(' ')}${noteOf(observed)}`
}

function methodWords({ method, place }: Observed, hasBody: boolean): string[] {
  const usual = hasBody ? 'POST' : 'GET'
  const verb = method === 'HEAD' ? ['--head'] : method === usual ? [] : ['-X', shellWord([method], new Variables())]
  const target = `${place.path}${place.search}`
  return [
    ...verb,
    ...(/[[\]{}]/.test(target) ? ['--globoff'] : []),
    ...(/\/\.\.?(\/|\?|$)/.test(target) ? ['--path-as-is'] : []),
  ]
}

function headerWords(observed: Observed, isSecret: SecretNames, variables: Variables): string[] {
  const { sentHeaders, sentBody } = observed
  const told = pairsOf(sentHeaders).filter(
    ([name, value]) => !own.has(name.toLowerCase()) && !isUsual(name, value, observed),
  )
  const words = told.flatMap(([name, value]) => [
    '-H',
    shellWord(value === '' ? [`${name};`] : [`${name}: `, ...headerPieces(name, value, isSecret)], variables),
  ])
  const typeless = sentBody !== undefined && valuesOf(sentHeaders, 'content-type').length === 0
  return typeless ? [...words, '-H', 'Content-Type:'] : words
}

/** What curl says as it is, and the media types that go with how the body is given. */
function isUsual(name: string, value: string, { sentBody, sentHeaders }: Observed): boolean {
  if (name.toLowerCase() === 'accept') return value === '*/*'
  if (name.toLowerCase() !== 'content-type' || sentBody === undefined) return false
  return value === 'application/x-www-form-urlencoded' || mediaTypeIn(sentHeaders) === 'multipart/form-data'
}

function bodyWords({ sentBody, sentHeaders }: Observed, isSecret: SecretNames, variables: Variables): string[] {
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

function noteOf({ sentBody }: Observed): string {
  if (sentBody === undefined || sentBody.length === 0) return ''
  if (!isTypable(sentBody)) return ' # its body cannot be typed'
  return sentBody.length > mostBytes ? ` # its body is cut after ${mostBytes} bytes` : ''
}
