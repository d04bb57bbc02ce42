import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newFolder } from '../server/child.ts'

/** A disk of its own, small enough to be filled. */
interface SmallDisk {
  readonly folder: string
  /** Takes all the room there is. */
  fill(): void
  makeRoom(): void
  /** From here on nothing can be written; only while nobody writes. */
  lock(): void
  remove(): void
}

const size = '3m'
/** The smallest piece that room is taken in. */
const piece = 4_096

function mount(...parameters: string[]): boolean {
  return spawnSync('mount', parameters, { stdio: 'ignore' }).status === 0
}

/** A file system in memory, which only the superuser of a Linux machine can mount; undefined elsewhere. */
export function smallDisk(): SmallDisk | undefined {
  const folder = newFolder()
  if (!mount('-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder)) return undefined
  return {
    folder,
    fill: () => fill(folder),
    makeRoom: () => rmSync(join(folder, 'filler'), { recursive: true }),
    lock: () => void mount('-o', 'remount,ro', folder),
    remove: () => void spawnSync('umount', ['-l', folder]),
  }
}

function fill(folder: string): void {
  for (let bytes = 1 << 22; bytes >= piece; bytes /= 2) {
    while (append(join(folder, 'filler'), Buffer.alloc(bytes)));
  }
}

function append(file: string, bytes: Buffer): boolean {
  try {
    writeFileSync(file, bytes, { flag: 'a' })
    return true
  } catch {
    return false
  }
}
