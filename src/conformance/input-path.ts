/** The names that lead to an input; that of a security scheme is one of them, dots and all. */
export function inputNames(path: string): readonly string[] {
  const [, scheme] = /^credentials\.(.+)$/s.exec(path) ?? []
  return scheme === undefined ? path.split('.') : ['credentials', scheme]
}
