import { readdirSync, readFileSync, statSync } from 'node:fs'

/** What sources are looked up in. */
export interface Disk {
  /** What is at a path; undefined if nothing is. */
  readonly kindOf: (path: string) => 'file' | 'folder' | undefined
  /** The names of what is in a folder. */
  readonly namesIn: (path: string) => readonly string[]
  readonly textOf: (path: string) => string
}

/** The disk of this machine; what may not be read is empty. */
export const disk: Disk = {
  kindOf(path) {
    const stats = orElse(() => statSync(path), undefined)
    return stats?.isDirectory() ? 'folder' : stats && 'file'
  },
  namesIn: (path) => orElse(() => readdirSync(path), []),
  textOf: (path) => orElse(() => readFileSync(path, 'utf8'), ''),
}

function orElse<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read()
  } catch {
    return otherwise
  }
}
