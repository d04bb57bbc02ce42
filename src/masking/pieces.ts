import { isFieldName } from '../contract/field-name.ts'
import { type EncodedText, formText, partOf, plainText } from './encoded-text.ts'
import type { SecretNames } from './secret-names.ts'

/** A secret where it stands, and what it is called there. */
export interface Secret extends EncodedText {
  readonly name: string
  /** What is shown in its place; by default the first letters and `…`. */
  readonly label?: string
}

/**
 * A message in pieces: punctuation of its format as strings, texts that may hold a secret as it came from elsewhere, and
 * secrets. Nothing is encoded or quoted once a piece has been taken out of it.
 */
export type Pieces = readonly (string | EncodedText | Secret)[]

export function isSecretPiece(piece: Pieces[number]): piece is Secret {
  return typeof piece !== 'string' && 'name' in piece
}

/** The secrets among pieces. */
export function secretsIn(all: readonly Pieces[]): Secret[] {
  return all.flat().filter(isSecretPiece)
}

/** The text of pieces, with secrets as they may be shown. */
export function shown(pieces: Pieces): string {
  return pieces
    .map((piece) => (typeof piece === 'string' ? piece : isSecretPiece(piece) ? masked(piece) : piece.encoded))
    .join('')
}

/** No more than four characters of a secret, fewer of a short one, then `…`. */
function masked({ label, encoded, value, offsets }: Secret): string {
  if (label !== undefined) return label
  const letters = Math.min(4, Math.floor(value.length / 4))
  const units = [...value.slice(0, 8)].slice(0, letters).join('').length
  return `${encoded.slice(0, offsets?.[units] ?? units)}…`
}

/** As many bytes of a body, or characters of a header or an address, are kept and shown. */
export const mostShown = 4_096

/** Whether pieces are more than what is shown. */
export function isLong(pieces: Pieces): boolean {
  return pieces.reduce((sum, piece) => sum + encodedOf(piece).length, 0) > mostShown
}

/** As much of pieces as is shown; a secret at the end stays whole, or its rest would not be known for one. */
export function shortened(pieces: Pieces): Pieces {
  let left = mostShown
  return pieces.flatMap((piece) => {
    if (left <= 0) return []
    const text = encodedOf(piece)
    left -= text.length
    return [left >= 0 || isSecretPiece(piece) ? piece : plainText(text.slice(0, left))]
  })
}

function encodedOf(piece: Pieces[number]): string {
  return typeof piece === 'string' ? piece : piece.encoded
}

/** Where a secret is in the value of a text. */
export interface SecretRange {
  readonly from: number
  readonly to: number
  readonly name: string
  readonly label?: string
}

/** Cuts secrets out of a text; the ranges come in their order. */
export function cutOut(text: EncodedText, ranges: Iterable<SecretRange>): Pieces {
  const pieces: (EncodedText | Secret)[] = []
  let end = 0
  for (const { from, to, name, label } of ranges) {
    if (from === to) continue
    if (from > end) pieces.push(partOf(text, end, from))
    pieces.push({ ...partOf(text, from, to), name, ...(label !== undefined && { label }) })
    end = to
  }
  if (end === 0) return text.value === '' ? [] : [text]
  return end === text.value.length ? pieces : [...pieces, partOf(text, end)]
}

/** The whole of a text as one secret. */
export function wholeSecret(text: EncodedText, name: string, label?: string): Pieces {
  return cutOut(text, [{ from: 0, to: text.value.length, name, ...(label !== undefined && { label }) }])
}

/** The fields of a query or a form; a name that does not look like one is hidden with its value. */
export function pairPieces(text: string, isSecret: SecretNames): Pieces {
  return [...text.matchAll(/&+|[^&]+/g)].flatMap(([part]) => (part.startsWith('&') ? [part] : onePair(part, isSecret)))
}

function onePair(pair: string, isSecret: SecretNames): Pieces {
  const equals = pair.includes('=') ? pair.indexOf('=') : pair.length
  const name = formText(pair.slice(0, equals))
  if (!isFieldName(name.value)) return wholeSecret(formText(pair), 'field', '…')
  const value = formText(pair.slice(equals + 1))
  return [
    ...plainPieces(name, isSecret),
    ...(equals < pair.length ? ['='] : []),
    ...(isSecret(name.value) ? wholeSecret(value, name.value) : plainPieces(value, isSecret)),
  ]
}

/** A pair of a secret name in whatever text, and what is long enough for a secret. */
const suspicious = /(?<=[?&#;]|%3F|%26|^)([\w.-]{1,64})(=|%3D)([^&#;\s"'%]+)|(?<![\w-])[\w-]{28,}(?:\.[\w-]+)*/gi

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** A text that no name says anything of: the net under everything else. */
export function plainPieces(text: EncodedText, isSecret: SecretNames): Pieces {
  const ranges = [...text.value.matchAll(suspicious)].flatMap((match): SecretRange[] => {
    const [whole, name, , value = ''] = match
    const to = match.index + whole.length
    if (name === undefined) return isWild(whole.split('.')[0] ?? '') ? [{ from: match.index, to, name: 'secret' }] : []
    if (isSecret(name)) return [{ from: to - value.length, to, name }]
    return isWild(value) ? [{ from: to - value.length, to, name: 'secret' }] : []
  })
  return cutOut(text, ranges)
}

/** Whether a text is too long and too wild to be a word or a UUID: letters with digits, or as many capitals as no name has. */
function isWild(value: string): boolean {
  if (value.length < 28 || uuid.test(value)) return false
  const capitals = value.replaceAll(/[^A-Z]+/g, '').length
  const small = value.replaceAll(/[^a-z]+/g, '').length
  const isMixed = Math.min(capitals, small) > (capitals + small) / 4
  return isMixed || (/\d/.test(value) && capitals + small > 0)
}
