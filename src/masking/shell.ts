import { isFieldName } from '../contract/field-name.ts'
import { isSecretPiece, type Pieces, type Secret } from './pieces.ts'
import { isPrintable } from './printable.ts'

/** Gives each secret a shell variable by its name; another secret of the same name gets a number. */
export class Variables {
  /** What each variable has to hold. */
  readonly values = new Map<string, string>()
  readonly #names = new Map<string, string>()
  /** The last number that was tried for a name, so that none is tried twice. */
  readonly #numbers = new Map<string, number>()

  nameOf({ name, encoded }: Pick<Secret, 'name' | 'encoded'>): string {
    const base = variableName(name)
    const key = `${base} ${encoded}`
    const variable = this.#names.get(key) ?? this.#free(base)
    this.#names.set(key, variable)
    this.values.set(variable, encoded)
    return variable
  }

  #free(base: string): string {
    let number = this.#numbers.get(base) ?? 0
    let candidate = base
    do {
      number += 1
      candidate = number === 1 ? base : `${base}_${number}`
    } while (this.values.has(candidate))
    this.#numbers.set(base, number)
    return candidate
  }
}

/** Names that mean something to a shell. */
const taken: ReadonlySet<string> = new Set(['PATH', 'HOME', 'IFS', 'ENV', 'SHELL', 'PWD', 'UID', 'USER', 'RANDOM'])

function variableName(name: string): string {
  const words = isFieldName(name) ? name.split(/[^A-Za-z0-9]+/).filter(Boolean) : []
  const plain = words.join('_').toUpperCase()
  return /^[A-Z]/.test(plain) && !taken.has(plain) ? plain : ['SECRET', ...words].join('_').toUpperCase()
}

/** Pieces as one word of a POSIX shell: texts exactly, secrets as variables (POSIX.1-2024, 2.2). */
export function shellWord(pieces: Pieces, variables: Variables): string {
  const parts = joined(pieces)
  if (parts.every((part) => typeof part === 'string')) return quoted(parts.join(''))
  const isSimple = parts.every((part) => typeof part !== 'string' || /^[\w :/.,;@%+=?&#~-]*$/.test(part))
  return isSimple ? doubleQuoted(parts, variables) : mixed(parts, variables)
}

type Part = string | Pick<Secret, 'name' | 'encoded'>

/** Texts that follow each other become one, so that each is quoted once; one that cannot be typed is a variable. */
function joined(pieces: Pieces): Part[] {
  const parts: Part[] = []
  for (const piece of pieces) {
    const part = typeof piece === 'string' || isSecretPiece(piece) ? piece : piece.encoded
    const last = parts.at(-1)
    if (typeof part !== 'string') parts.push(part)
    else if (!isPrintable(part)) parts.push({ name: 'text', encoded: part })
    else if (typeof last === 'string') parts[parts.length - 1] = last + part
    else parts.push(part)
  }
  return parts
}

/** A variable stands in braces where the text behind it would be read as a part of its name. */
function doubleQuoted(parts: readonly Part[], variables: Variables): string {
  const words = parts.map((part, at) => {
    if (typeof part === 'string') return part
    const next = parts[at + 1]
    const name = variables.nameOf(part)
    return typeof next === 'string' && /^\w/.test(next) ? `$\{${name}}` : `$${name}`
  })
  return `"${words.join('')}"`
}

function mixed(parts: readonly Part[], variables: Variables): string {
  return parts.map((part) => (typeof part === 'string' ? single(part) : `"$${variables.nameOf(part)}"`)).join('')
}

/** A text as one word of a POSIX shell (POSIX.1-2024, 2.2). */
export function quoted(text: string): string {
  return /^[\w:/.,@%+=-][\w:/.,@%+=~-]*$/.test(text) ? text : single(text)
}

/** An apostrophe ends the quotes, stands by itself, and begins them again. */
function single(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
