/** Where a command writes. */
export interface Output {
  readonly out: (text: string) => void
  readonly error: (text: string) => void
}

export const standardOutput: Output = {
  out: (text) => void process.stdout.write(harmless(text)),
  error: (text) => void process.stderr.write(harmless(text)),
}

/** A control character with our own styles, if it begins one, or one that turns the direction of text. */
const control = /\p{Cc}(?:\[(?:1|2|22|36|39)m)?|[\u202a-\u202e\u2066-\u2069]/gu

/**
 * What contracts say may not move the cursor, change the title of a terminal or hide what else is printed: such characters are
 * written as JSON escapes. Lines, tabs and the styles of `painted` stay.
 */
export function harmless(text: string): string {
  return text.replaceAll(control, (found) => {
    const [first = '', ...others] = found
    if (first === '\n' || first === '\t' || (first === '\u001b' && others.length > 0)) return found
    return `\\u${first.charCodeAt(0).toString(16).padStart(4, '0')}${others.join('')}`
  })
}
