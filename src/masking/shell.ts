import { type Hidden, type Pieces, shown } from './pieces.ts'

/** Gives each secret a shell variable by its name; another secret of the same name gets a number. */
export class Variables {
  readonly #holders = new Map<string, string>()

  nameOf({ name, value }: Hidden): string {
    const base = spelt(name)
    for (let number = 1; ; number++) {
      const candidate = number === 1 ? base : `${base}_${number}`
      const holder = this.#holders.get(candidate) ?? value
      this.#holders.set(candidate, holder)
      if (holder === value) return candidate
    }
  }
}

/** Names that mean something to a shell. */
const taken: ReadonlySet<string> = new Set(['PATH', 'HOME', 'IFS', 'ENV', 'SHELL', 'PWD', 'UID', 'USER', 'RANDOM'])

function spelt(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter(Boolean)
  const plain = words.join('_').toUpperCase()
  return /^[A-Z]/.test(plain) && !taken.has(plain) ? plain : ['SECRET', ...words].join('_').toUpperCase()
}

/** Pieces as one word of a POSIX shell: texts to the letter, secrets as variables (POSIX.1-2024, 2.2). */
export function shellWord(cut: Pieces, variables: Variables): string {
  const pieces = joined(cut)
  if (pieces.every((piece) => typeof piece === 'string')) return quoted(shown(pieces))
  const isSimple = pieces.every((piece) => typeof piece !== 'string' || /^[\w :/.,;@%+=?&#~-]*$/.test(piece))
  return isSimple ? doubleQuoted(pieces, variables) : mixed(pieces, variables)
}

/** Texts that follow each other become one, so that each is quoted once. */
function joined(pieces: Pieces): Pieces {
  const whole: (string | Hidden)[] = []
  for (const piece of pieces) {
    const last = whole.at(-1)
    if (typeof piece === 'string' && typeof last === 'string') whole[whole.length - 1] = last + piece
    else whole.push(piece)
  }
  return whole
}

/** A variable stands in braces where the text behind it would be read as a part of its name. */
function doubleQuoted(pieces: Pieces, variables: Variables): string {
  const parts = pieces.map((piece, at) => {
    if (typeof piece === 'string') return piece
    const next = pieces[at + 1]
    const name = variables.nameOf(piece)
    return typeof next === 'string' && /^\w/.test(next) ? `$\{${name}}` : `$${name}`
  })
  return `"${parts.join('')}"`
}

function mixed(pieces: Pieces, variables: Variables): string {
  return pieces.map((piece) => (typeof piece === 'string' ? single(piece) : `"$${variables.nameOf(piece)}"`)).join('')
}

function quoted(text: string): string {
  return /^[\w:/.,@%+=-][\w:/.,@%+=~-]*$/.test(text) ? text : single(text)
}

/** An apostrophe ends the quotes, stands by itself, and begins them again. */
function single(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
