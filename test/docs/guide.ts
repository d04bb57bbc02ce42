/** A block of a guide: a file to write, lines to run in a shell, or what they print. */
export interface Block {
  readonly language: string
  readonly text: string
  /** The name of the file, in the first line. */
  readonly file: string | undefined
}

export function blocksOf(markdown: string): readonly Block[] {
  return [...markdown.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = '', text = '']) => ({
    language,
    text,
    file: /^(?:#|\/\/) (\S+\.\w+)\n/.exec(text)?.[1],
  }))
}

/** What differs from run to run is shown by its beginning, such as `8NYt2sLH…`. */
const shortened = /[\w.:-]+…/g

/** The values that a guide shows shortened, by what it shows. */
export type Values = Map<string, string>

/** Whether something is what a guide shows, up to the values that it shows shortened, which are remembered. */
export function matches(shown: string, actual: string, values: Values): boolean {
  const names = shown.match(shortened) ?? []
  const pattern = shown.split(shortened).map(escaped).join('([\\w.:-]+)')
  const found = new RegExp(`^${pattern}$`).exec(actual)
  for (const [index, name] of names.entries()) if (found?.[index + 1]) values.set(name, found[index + 1] ?? '')
  return found !== null
}

/** Lines as a reader runs them: with the values that were printed. */
export function filledIn(text: string, values: Values): string {
  return text.replaceAll(shortened, (name) => values.get(name) ?? name)
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&')
}
