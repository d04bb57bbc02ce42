/** Columns of texts, the first to the left and the others to the right, two blanks apart. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)))
  return rows.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}

/** Names in lines of at most so many characters, broken between words, the last lines beside each other. */
export function stacked(names: readonly string[], most: number): string[][] {
  const broken = names.map((name) => linesOf(name, most))
  const height = Math.max(0, ...broken.map(({ length }) => length))
  return Array.from({ length: height }, (_, line) => broken.map((lines) => lines[line - height + lines.length] ?? ''))
}

function linesOf(name: string, most: number): string[] {
  const lines: string[] = []
  for (const word of name.split(' ')) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word
    if (lines.length > 0 && longer.length <= most) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}
