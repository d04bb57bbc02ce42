import { decoded, type Hidden, masked } from './pieces.ts'

/** A shorter one is too much like a word to be looked for elsewhere. */
const shortest = 6

/**
 * The last safety net: what was found to be secret in one place of an exchange is hidden wherever else it stands in it,
 * in plain, as JSON and as forms spell it, and of a Basic pair both halves.
 */
export class Veil {
  readonly #secrets: readonly (readonly [string, string])[]

  /** What is certain to be a secret is looked for however short it is, unless it has but a letter or two. */
  constructor(hidden: readonly Hidden[], certain: readonly Hidden[] = []) {
    const secrets = new Set([
      ...hidden.flatMap(meanings).filter((value) => value.length >= shortest),
      ...certain.flatMap(meanings).filter((value) => value.length >= 3),
    ])
    const spelt = [...secrets].flatMap((secret) => {
      const mask = masked({ name: '', value: secret })
      return [...new Set(spellings(secret))].map((text) => [text, mask] as const)
    })
    this.#secrets = spelt.sort(([a], [b]) => b.length - a.length)
  }

  over(text: string): string {
    return this.#secrets.reduce((veiled, [secret, mask]) => veiled.replaceAll(secret, () => mask), text)
  }

  /** The same of the end of a text that was cut off, and a secret in it with the text; the rest stays as it is. */
  overEnd(text: string): string {
    for (const [secret, mask] of this.#secrets) {
      const length = lengthOfEnd(text, secret)
      if (length > 0) return `${text.slice(0, -length)}${mask}`
    }
    return text
  }

  /** Every text within a value, and the names too. */
  within<Value>(value: Value): Value {
    if (this.#secrets.length === 0) return value
    return this.#walk(value) as Value
  }

  #walk(value: unknown): unknown {
    if (typeof value === 'string') return this.over(value)
    if (Array.isArray(value)) return value.map((item) => this.#walk(item))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [this.over(name), this.#walk(member)]))
  }
}

/** How much of a secret, from its beginning, a text ends in; 0 if that is too little to be one. */
function lengthOfEnd(text: string, secret: string): number {
  const most = Math.min(secret.length - 1, text.length)
  for (let length = most; length >= shortest; length--) if (text.endsWith(secret.slice(0, length))) return length
  return 0
}

function meanings({ name, value }: Hidden): string[] {
  if (name === 'basic') return [value, ...pairOf(value)]
  return [value, decoded(value), unescaped(value)]
}

function pairOf(value: string): string[] {
  const text = Buffer.from(value, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 0) return []
  const [username, password] = [text.slice(0, colon), text.slice(colon + 1)]
  return password === '' ? [username] : [password, decoded(password)]
}

function unescaped(value: string): string {
  try {
    return String(JSON.parse(`"${value}"`))
  } catch {
    return value
  }
}

function spellings(secret: string): string[] {
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret.toWellFormed())]
}
