const longest = 64
const fieldName = /^[$@]?[\p{L}\p{N}_.[\]-]+$/u

/**
 * Whether a text looks like the name of a field: up to 64 letters, digits and `_ - . [ ]`, behind a `$` or `@` perhaps.
 * A sender may put anything in the place of a name, even a whole body with a password in it.
 */
export function isFieldName(text: string): boolean {
  return text.length <= longest && fieldName.test(text)
}

/** A name as it may be quoted. */
export function quotableName(name: string): string {
  return isFieldName(name) ? name : '…'
}
