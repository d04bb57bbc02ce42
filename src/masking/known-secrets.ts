import { formText, jsonText, plainText } from './encoded-text.ts'
import { cutOut, isSecretPiece, type Pieces, type SecretRange, shown } from './pieces.ts'

/** A secret by its value, and what it is called. */
export interface KnownSecret {
  readonly name: string
  readonly value: string
  /** As it was encoded where it was found. */
  readonly encoded?: string
}

/** A shorter one is too much like a word to be looked for elsewhere. */
const shortest = 6
/** One that is certain to be a secret is looked for unless it has but a letter or two. */
const shortestCertain = 3
/** So much of the beginning of a secret gives it away. */
const tellingLength = 32

/**
 * Hides what was found to be secret in one place of an exchange wherever else it stands in it: as it is, as JSON and
 * forms encode it, and of a Basic pair both halves. The time it takes grows with the text alone, not with the secrets.
 */
export class KnownSecrets {
  /** In the order of their units, so that those with a common beginning are neighbors. */
  readonly #sorted: readonly string[]
  readonly #names: ReadonlyMap<string, string>

  constructor(found: readonly KnownSecret[], certain: readonly KnownSecret[] = []) {
    this.#names = new Map([...encodingsOf(certain, shortestCertain), ...encodingsOf(found, shortest)])
    this.#sorted = [...this.#names.keys()].sort()
  }

  /** Hides them in all texts among the pieces; the last one of a message that was cut may end within a secret. */
  hideIn(pieces: Pieces, isCut = false): Pieces {
    if (this.#sorted.length === 0) return pieces
    return pieces.flatMap((piece, at) => {
      if (typeof piece === 'string') return [piece]
      // A shell variable would be named after it.
      if (isSecretPiece(piece)) return [this.#knows(piece.name) ? { ...piece, name: 'secret' } : piece]
      return cutOut(piece, this.#rangesIn(piece.value, isCut && at === pieces.length - 1))
    })
  }

  #knows(text: string): boolean {
    return this.#rangesIn(text, false).next().done === false
  }

  hideInText(text: string): string {
    return shown(this.hideIn([plainText(text)]))
  }

  /** Hides them in every text within a value, names included. */
  hideInValue<Value>(value: Value): Value {
    return this.#sorted.length === 0 ? value : (this.#walk(value) as Value)
  }

  #walk(value: unknown): unknown {
    if (typeof value === 'string') return this.hideInText(value)
    if (Array.isArray(value)) return value.map((item) => this.#walk(item))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [this.hideInText(name), this.#walk(member)]),
    )
  }

  *#rangesIn(value: string, isCut: boolean): Generator<SecretRange> {
    for (let from = 0; from < value.length; ) {
      const { length, name } = this.#secretAt(value, from, isCut)
      if (length > 0) yield { from, to: from + length, name }
      from += Math.max(1, length)
    }
  }

  /** The longest secret that begins at a place, or a telling part of one; of length 0 if none does. */
  #secretAt(text: string, from: number, isCut: boolean): { readonly length: number; readonly name: string } {
    let [low, high] = [0, this.#sorted.length]
    let whole = ''
    let nearest = ''
    let length = 0
    while (low < high) {
      nearest = this.#sorted[low] ?? ''
      if (nearest.length === length) whole = nearest
      if (from + length === text.length) break
      const unit = text.charCodeAt(from + length)
      high = this.#firstFrom(unit + 1, length, low, high)
      low = this.#firstFrom(unit, length, low, high)
      if (low < high) length += 1
    }
    const isEnd = isCut && from + length === text.length && length >= shortest
    const isPart = length > whole.length && (length >= tellingLength || isEnd)
    const found = isPart ? nearest : whole
    return { length: isPart ? length : whole.length, name: this.#names.get(found) ?? '' }
  }

  /** The first of neighbors whose unit at a depth is at least as great; those that end before it come first. */
  #firstFrom(unit: number, depth: number, low: number, high: number): number {
    let [from, to] = [low, high]
    while (from < to) {
      const middle = (from + to) >> 1
      const word = this.#sorted[middle] ?? ''
      if (depth < word.length && word.charCodeAt(depth) >= unit) to = middle
      else from = middle + 1
    }
    return from
  }
}

function encodingsOf(secrets: readonly KnownSecret[], least: number): [string, string][] {
  return secrets.flatMap((secret) =>
    valuesOf(secret)
      .filter((value) => value.length >= least)
      .flatMap(encodings)
      .map((text): [string, string] => [text, secret.name]),
  )
}

/** What a secret may be known by elsewhere: a header does not say whether its value is encoded. */
function valuesOf({ name, value, encoded = value }: KnownSecret): string[] {
  if (name === 'basic') return [value, ...passwordOf(value)]
  return [...new Set([value, encoded, formText(value).value, jsonText(value).value])]
}

function passwordOf(credentials: string): string[] {
  const text = Buffer.from(credentials, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 0) return []
  const [username, password] = [text.slice(0, colon), text.slice(colon + 1)]
  return password === '' ? [username] : [password, formText(password).value]
}

/** A secret as it is, and as JSON, URLs and forms within a text have it. */
function encodings(secret: string): string[] {
  if (/^[\w.-]*$/.test(secret)) return [secret]
  const form = new URLSearchParams([['', secret]]).toString().slice(1)
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret.toWellFormed()), form]
}
