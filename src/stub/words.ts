import type { Operation } from '../contract/contract.ts'

/** Columns of a line of prose. */
const width = 110

/** A text as the name of a file without its ending: `Access tokens` becomes `access-tokens`. */
export function fileName(text: string): string {
  const words = text
    .normalize('NFKD')
    .replaceAll(/[\p{M}'’]/gu, '')
    .normalize('NFC')
    .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  const name = words.join('-').slice(0, longestName).replace(/-$/, '')
  return reserved.test(name) ? `${name}-` : name
}

const longestName = 50

/** Windows has devices of these names, whatever their ending. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)$/

/** A name as a member of an object is written: quoted where it has to be. */
export function memberName(name: string): string {
  if (name === '__proto__') return `['${name}']`
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : quoted(name)
}

/** `.name`, or `['a name']`. */
export function memberOf(name: string): string {
  const written = memberName(name)
  return written === name ? `.${name}` : `[${quoted(name)}]`
}

/** A text in a source. */
export function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

/** A text as a doc comment, which nothing in it ends or takes for a tag. */
export function docComment(lines: readonly string[]): string {
  const safe = lines.map((line) => line.replaceAll('*/', '*\\/').replace(/^@/, '\\@'))
  if (safe.length === 1) return `/** ${safe[0]} */`
  return ['/**', ...safe.map((line) => ` * ${line}`.trimEnd()), ' */'].join('\n')
}

/** Every line but empty ones further to the right. */
export function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ')
}

/** A list item whose further lines stand under its first word; what is too long is cut. */
export function item(text: string): string[] {
  const [first = '', ...others] = shortened(wrapped(text), 2)
  return [`- ${first}`, ...others.map((line) => `  ${line}`)]
}

/** The first lines of a text, and a sign that there are more. */
export function shortened(lines: readonly string[], most: number): readonly string[] {
  return lines.length > most ? [...lines.slice(0, most - 1), '…'] : lines
}

/** A text of a contract in lines. */
export function wrapped(text: string): string[] {
  const lines = ['']
  for (const word of text.split(/\s+/).filter((each) => each !== '')) {
    const last = lines.at(-1) ?? ''
    if (last !== '' && last.length + word.length >= width) lines.push(word)
    else lines.splice(-1, 1, last === '' ? word : `${last} ${word}`)
  }
  return lines
}

/** `GET /v1/users/{id}`, at the first address that the operation has. */
export function addressOf({ method, path, basePaths: [basePath = ''] }: Operation): string {
  return `${method} ${basePath}${path}`
}
