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
}

/** JSON as it is written: it is not parsed, so nothing of it gets lost. It may be cut off anywhere. */
export function jsonPieces(text: string, isSecret: SecretNames): Pieces {
  const levels: Level[] = [{ isSecret: false, name: '' }]
  const pieces: Pieces[number][] = []
  const valueIsSecret = ({ isSecret: within, name }: Level) => within || isSecret(name)
  let end = 0
  for (const { at, token, colon } of jsonTokens(text)) {
    const level = levels.at(-1) ?? { isSecret: false, name: '' }
    pieces.push(...betweenPieces(text.slice(end, at), level.name, valueIsSecret(level)))
    end = at + token.length + colon.length
    if (colon !== '') {
      const name = jsonText(token.slice(1, -1))
      level.name = name.value
      pieces.push('"', ...namePieces(token.slice(1, -1), isSecret), `"${colon}`)
    } else if (token.startsWith('"')) {
      pieces.push(...stringPieces(token, level.name, valueIsSecret(level), isSecret))
    } else {
      if (token === '{' || token === '[') levels.push({ isSecret: valueIsSecret(level), name: level.name })
      else levels.pop()
      pieces.push(token)
    }
  }
  const last = levels.at(-1)
  return [...pieces, ...betweenPieces(text.slice(end), last?.name ?? '', last !== undefined && valueIsSecret(last))]
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
function betweenPieces(text: string, name: string, secret: boolean): Pieces {
  const numbers = secret && /pass|otp|pin|token/i.test(name) ? text.matchAll(/-?\d[\d.eE+-]*/g) : []
  return cutOut(
    plainText(text),
    [...numbers].map(({ 0: number, index }) => ({ from: index, to: index + number.length, name })),
  )
}
