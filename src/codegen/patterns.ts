/**
 * Writes a pattern so that it compiles with the `u` flag, which validators set (JSON Schema 2020-12, core, 6.4). Without
 * it ECMA-262 forgives escapes of characters that need none, braces that repeat nothing, and `-` beside `\w`.
 */
export function unicodePattern(pattern: string): string {
  if (compiles(pattern, 'u') || !compiles(pattern, '')) return pattern
  let isClass = false
  const strict = pattern.replaceAll(/\\[wWdDsS]-(?!\])|\\.|\{\d+(?:,\d*)?\}|[[\]{}]/gs, (token) => {
    if (token === '[' || token === ']') isClass = token === '['
    if (token === '{' || token === '}') return isClass ? token : `\\${token}`
    if (token.endsWith('-') && token.length === 3) return isClass ? `${token.slice(0, 2)}\\-` : token
    return isNeedless(token, isClass) ? token.slice(1) : token
  })
  return compiles(strict, 'u') ? strict : pattern
}

/** Letters and digits may be the beginning of something longer, so they are left alone. */
function isNeedless(token: string, isClass: boolean): boolean {
  return /^\\[^A-Za-z0-9]$/s.test(token) && !compiles(isClass ? `[${token}]` : token, 'u')
}

function compiles(pattern: string, flags: string): boolean {
  return complaint(pattern, flags) === undefined
}

/** What is wrong with a text that is no regular expression, however lax the engine is. */
export function patternFault(text: string): string | undefined {
  return compiles(text, 'u') ? undefined : complaint(text, '')
}

function complaint(pattern: string, flags: string): string | undefined {
  try {
    RegExp(pattern, flags)
    return undefined
  } catch (error) {
    return (error as SyntaxError).message
  }
}
