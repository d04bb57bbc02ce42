/** The names that lead to an input; that of a security scheme is one of them, dots and all. */
export function inputNames(path: string): readonly string[] {
  const [, above = '', scheme] = /^(.*?)(?:^|\.)credentials\.(.+)$/s.exec(path) ?? []
  if (scheme === undefined) return path.split('.')
  return [...above.split('.').filter((name) => name !== ''), 'credentials', scheme]
}
