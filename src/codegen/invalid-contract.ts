/** A contract that cannot be generated from; its message is what the command prints, one problem a line. */
export class InvalidContract extends Error {
  override readonly name = 'InvalidContract'
  /** Absolute paths and addresses of what was read until then. */
  sources: readonly string[] = []

  constructor(lines: readonly string[], cause?: unknown) {
    super([...new Set(lines)].join('\n'), { cause })
  }
}

export function refuse(lines: readonly string[]): void {
  if (lines.length > 0) throw new InvalidContract(lines)
}
