/** Where a command writes. */
export interface Output {
  readonly out: (text: string) => void
  readonly error: (text: string) => void
}

export const standardOutput: Output = {
  out: (text) => void process.stdout.write(text),
  error: (text) => void process.stderr.write(text),
}
