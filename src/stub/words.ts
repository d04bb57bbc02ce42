/** Columns of a line of prose. */
const width = 110

/** `createAccessToken` as the name of a file: `create-access-token`. */
export function kebab(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase()
}

/** A text as a doc comment. */
export function docComment(lines: readonly string[]): string {
  if (lines.length === 1) return `/** ${lines[0]} */`
  return ['/**', ...lines.map((line) => ` * ${line}`.trimEnd()), ' */'].join('\n')
}

/** A list item whose further lines stand under its first word. */
export function item(text: string): string[] {
  const [first = '', ...others] = wrapped(text)
  return [`- ${first}`, ...others.map((line) => `  ${line}`)]
}

/** A text of a contract in lines, which must not end the comment they stand in. */
export function wrapped(text: string): string[] {
  const lines = ['']
  for (const word of text
    .replaceAll('*/', '*\\/')
    .split(/\s+/)
    .filter((each) => each !== '')) {
    const last = lines.at(-1) ?? ''
    if (last !== '' && last.length + word.length >= width) lines.push(word)
    else lines.splice(-1, 1, last === '' ? word : `${last} ${word}`)
  }
  return lines
}
