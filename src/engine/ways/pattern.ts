import randexp from 'randexp'
import type { Random } from '../../auth/secret.ts'

// The module is the class, although its types call that a member of it.
const RandExp = randexp as unknown as typeof randexp.default

/** Texts of one form, as a regular expression says. */
interface Pattern {
  fits(text: string): boolean
  /** A text of that form, each as likely as any other. */
  make(random: Random): string
  /** What every such text begins with: `ak_`. */
  readonly prefix: string
}

/** A pattern, which is anchored; undefined for what is no regular expression. */
export function patternOf(source: string): Pattern | undefined {
  const expression = compiled(source)
  if (!expression) return undefined
  return {
    fits: (text) => expression.test(text),
    make(random) {
      const texts = new RandExp(source)
      texts.randInt = (from, to) => from + integerBelow(to - from + 1, random)
      return texts.gen()
    },
    prefix: prefixOf(source),
  }
}

function compiled(source: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${source})$`)
  } catch {
    return undefined
  }
}

function prefixOf(source: string): string {
  const outermost = source.replaceAll(/\([^()]*\)|\[[^\]]*\]/g, '')
  if (outermost.includes('|')) return ''
  return /^(?:[\w:/=-](?![?*{]))*/.exec(source)?.[0] ?? ''
}

/** A number below another, each as likely as any other. */
function integerBelow(end: number, random: Random): number {
  const fair = Math.floor(2 ** 32 / end) * end
  for (;;) {
    const drawn = random(4).readUInt32BE()
    if (drawn < fair) return drawn % end
  }
}
