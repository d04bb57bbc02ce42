import { join } from 'node:path'
import type { Disk } from '../catalogue/disk.ts'

const configNames: readonly string[] = ['latchkey.config.yaml', 'latchkey.config.yml', 'latchkey.config.json']

/** The configuration of a folder: the first of its names that there is. */
export function findConfig(folder: string, disk: Disk): string | undefined {
  return configNames.map((name) => join(folder, name)).find((path) => disk.kindOf(path) === 'file')
}
