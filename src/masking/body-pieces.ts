import { cut, type Hidden, type Pieces, pairPieces, plainPieces } from './pieces.ts'
import type { SecretNames } from './secret-names.ts'

/** A body in pieces, by its media type; what is of no type we read, and what is broken, shows little more than its names. */
export function bodyPieces(text: string, mediaType: string, isSecret: SecretNames): Pieces {
  if (/[/+]json$/.test(mediaType)) return jsonPieces(text, isSecret)
  if (mediaType === 'application/x-www-form-urlencoded') return pairPieces(text, '&', isSecret)
  if (mediaType === 'multipart/form-data') return multipartPieces(text, isSecret)
  return guessedPieces(text, isSecret)
}

const guess = /^\s*[[{"]/

function guessedPieces(text: string, isSecret: SecretNames): Pieces {
  if (guess.test(text)) return jsonPieces(text, isSecret)
  return /^[^\s=&]+=/.test(text) ? pairPieces(text, '&', isSecret) : wordPieces(text)
}

const field = /(name="([^"\r\n]*)"[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n)([\s\S]*?)(?=\r\n--|$)/g

function multipartPieces(text: string, isSecret: SecretNames): Pieces {
  return cut(text, field, ([, head = '', name = '', value = '']) => [
    head,
    ...(isSecret(name) && value !== '' ? [{ name, value }] : plainPieces(value, isSecret)),
  ])
}

/** A string of JSON, even one that was cut off, a bracket, a comma, or what else stands there. */
const tokens = /"((?:[^"\\]|\\[\s\S])*)("|\\?$)(\s*:)?|[{}[\],]|[^\s"{}[\],:]+/g

/** JSON as it is written, broken or not: it is not parsed, so nothing of it gets lost. */
function jsonPieces(text: string, isSecret: SecretNames): Pieces {
  /** Of each open bracket, whether all within is secret; then of the value that comes next. */
  const within: boolean[] = [false]
  let name = ''
  const next = () => within.at(-1) === true || (name !== '' && isSecret(name))
  return cut(text, tokens, ([token, inner, quote = '', colon]) => {
    if (colon !== undefined) {
      name = spelt(inner ?? '')
      return ['"', ...(name.length > 64 ? plainPieces(inner ?? '', isSecret) : [inner ?? '']), `"${colon}`]
    }
    if (inner !== undefined) return ['"', ...stringPieces(inner, next(), name, isSecret), quote]
    if (token === '{' || token === '[') {
      within.push(next())
      if (token === '{') name = ''
      return [token]
    }
    if (token === '}' || token === ']') within.pop()
    if (token === ',' && within.length > 1) return [token]
    return /^([}\]]|true|false|null)$/.test(token) ? [token] : barePieces(token, name, next())
  })
}

function stringPieces(inner: string, secret: boolean, name: string, isSecret: SecretNames): Pieces {
  if (inner === '') return []
  return secret ? [{ name: name || 'secret', value: inner }] : plainPieces(inner, isSecret)
}

/** A number is shown unless its name says what it is; what is no value of JSON at all could be anything. */
function barePieces(token: string, name: string, secret: boolean): Pieces {
  const isNumber = /^-?\d[\d.eE+-]*$/.test(token)
  if (isNumber) return secret && /pass|otp|pin|token/i.test(name) ? [{ name, value: token }] : [token]
  return wordPieces(token)
}

/** Words longer than four letters cut short. */
function wordPieces(text: string): Pieces {
  return cut(text, /[^\s=&"'<>(){}[\],:;?]{5,}/g, ([word]): readonly Hidden[] => [{ name: 'secret', value: word }])
}

function spelt(inner: string): string {
  try {
    return JSON.parse(`"${inner}"`)
  } catch {
    return inner
  }
}
