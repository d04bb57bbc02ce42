import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newFolder } from '../server/child.ts'

const source = 'test/faults/failing-sync.c'

/** The environment of a process whose files can be made to fail; undefined where no C compiler makes what that takes. */
export function failingDisk(): Readonly<Record<string, string>> | undefined {
  const library = join(newFolder(), 'failing-sync.so')
  const made = spawnSync('cc', ['-shared', '-fPIC', '-o', library, source, '-ldl'], { stdio: 'ignore' })
  return process.platform === 'linux' && made.status === 0 ? { LD_PRELOAD: library } : undefined
}

/** From here on nothing that is written to the file is known to reach the disk. */
export function failSyncs(file: string): void {
  writeFileSync(`${file}.failing`, '')
}

export function mendSyncs(file: string): void {
  rmSync(`${file}.failing`)
}

/** Whether the size of what a process writes can be limited while it runs. */
export const canLimit = spawnSync('prlimit', ['--version'], { stdio: 'ignore' }).status === 0

/** No file may grow beyond so many bytes, or as it likes: the system then fails a write with EFBIG, which is no full disk. */
export function limitFiles(process: number | undefined, bytes: number | 'unlimited'): void {
  spawnSync('prlimit', ['--pid', String(process), `--fsize=${bytes}:unlimited`])
}
