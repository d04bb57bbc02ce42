import { jsonTokens } from '../body/json-tokens.ts'
import { isFieldName } from '../contract/field-name.ts'
import { jsonText, plainText } from './encoded-text.ts'
import { cutOut, type Pieces, plainPieces, wholeSecret } from './pieces.ts'
import type { SecretNames } from './secret-names.ts'

/** An object, a list, or the whole text. */
interface Level {
  /** Whether everything in it is secret. */
  readonly isSecret: boolean
  /** What names the next value; the items of a list have its name. */
  name: string
  readonly outer: Level | undefined
}

/** JSON as it is written: it is not parsed, so nothing of it gets lost. It may be cut off anywhere. */
export function jsonPieces(text: string, isSecret: SecretNames): Pieces {
  let level: Level = { isSecret: false, name: '', outer: undefined }
  let end = 0
  const pieces: Pieces[number][] = []
  const isSecretHere = () => level.isSecret || isSecret(level.name)
  const add = (more: Pieces) => {
    for (const piece of more) {
      const last = pieces.at(-1)
      // Brackets and commas in a row are one piece.
      if (typeof last === 'string' && typeof piece === 'string') pieces[pieces.length - 1] = last + piece
      else pieces.push(piece)
    }
  }
  for (const { at, token, colon } of jsonTokens(text)) {
    add(betweenPieces(text.slice(end, at), level.name, isSecretHere))
    end = at + token.length + colon.length
    if (colon !== '') {
      level.name = jsonText(token.slice(1, -1)).value
      add(['"', ...namePieces(token.slice(1, -1), isSecret), `"${colon}`])
    } else if (token.startsWith('"')) {
      add(stringPieces(token, level.name, isSecretHere(), isSecret))
    } else {
      const isOpening = token === '{' || token === '['
      level = isOpening ? { isSecret: isSecretHere(), name: level.name, outer: level } : (level.outer ?? level)
      add([token])
    }
  }
  add(betweenPieces(text.slice(end), level.name, isSecretHere))
  return pieces
}

function namePieces(inner: string, isSecret: SecretNames): Pieces {
  const name = jsonText(inner)
  return isFieldName(name.value) ? plainPieces(name, isSecret) : wholeSecret(name, 'field', '…')
}

function stringPieces(token: string, name: string, secret: boolean, isSecret: SecretNames): Pieces {
  const isWhole = token.length > 1 && token.endsWith('"')
  const inner = jsonText(token.slice(1, isWhole ? -1 : undefined))
  const pieces = secret ? wholeSecret(inner, name || 'secret') : plainPieces(inner, isSecret)
  return ['"', ...pieces, ...(isWhole ? ['"'] : [])]
}

/** Commas and blanks, and numbers perhaps, which are shown unless their name says what they are. */
function betweenPieces(text: string, name: string, isSecretHere: () => boolean): Pieces {
  if (!/\d/.test(text)) return text === '' ? [] : [text]
  const numbers = isSecretHere() && /pass|otp|pin|token/i.test(name) ? text.matchAll(/-?\d[\d.eE+-]*/g) : []
  return cutOut(
    plainText(text),
    [...numbers].map(({ 0: number, index }) => ({ from: index, to: index + number.length, name })),
  )
}
