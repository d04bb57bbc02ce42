import type { SecretNames } from './secret-names.ts'

/** A secret within a text, and what it is called there. */
export interface Hidden {
  readonly name: string
  readonly value: string
}

/** A text in pieces, the secret ones told apart from the others. */
export type Pieces = readonly (string | Hidden)[]

/** No more than four characters of a secret, fewer of a short one, then `…`. */
export function masked({ value }: Hidden): string {
  return `${[...value].slice(0, Math.min(4, Math.floor(value.length / 4))).join('')}…`
}

export function shown(pieces: Pieces): string {
  return pieces.map((piece) => (typeof piece === 'string' ? piece : masked(piece))).join('')
}

/** Cuts a text wherever a pattern fits; what does not fit stays as it is. */
export function cut(text: string, pattern: RegExp, pieceOf: (match: RegExpExecArray) => Pieces): Pieces {
  const pieces: (string | Hidden)[] = []
  let at = 0
  for (const match of text.matchAll(pattern)) {
    pieces.push(text.slice(at, match.index), ...pieceOf(match))
    at = match.index + match[0].length
  }
  return [...pieces, text.slice(at)].filter((piece) => piece !== '')
}

/** `name=value` pairs, as queries, forms and cookies have them. */
export function pairPieces(text: string, separator: '&' | ';', isSecret: SecretNames): Pieces {
  const pattern = separator === '&' ? /([^=&?#]*)=([^&#]*)/g : /([^=;\s]*)=([^;]*)/g
  return cut(text, pattern, ([, name = '', value = '']) => [
    `${name}=`,
    ...(value !== '' && isSecret(decoded(name)) ? [{ name: decoded(name), value }] : plainPieces(value, isSecret)),
  ])
}

/** A pair of a secret name in whatever text, and what is too long and too wild to be a word; a UUID is neither. */
const suspicious =
  /(?<=[?&#;]|%3F|%26|^)([\w.-]{1,64})(=|%3D)([^&#;\s"'%]+)|(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{28,}(?:\.[\w-]+)*/gi

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** A text that no name says anything of: the net under everything else. */
export function plainPieces(text: string, isSecret: SecretNames): Pieces {
  return cut(text, suspicious, ([whole, name, equals = '', value = '']) => {
    if (name === undefined) return [uuid.test(whole) ? whole : { name: 'secret', value: whole }]
    return isSecret(name) ? [`${name}${equals}`, { name, value }] : [`${name}${equals}`, ...longPieces(value)]
  })
}

function longPieces(value: string): Pieces {
  return value.length >= 28 && /\d/.test(value) && /[a-z]/i.test(value) && !uuid.test(value)
    ? [{ name: 'secret', value }]
    : [value]
}

/** A name as it was meant, or as it stands if it is no form-encoding. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
