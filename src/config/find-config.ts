import { join } from 'node:path'
import type { Disk } from '../catalogue/disk.ts'

const configNames: readonly string[] = ['latchkey.config.yaml', 'latchkey.config.yml', 'latchkey.config.json']

/** The configurations of a folder. */
export function findConfigs(folder: string, disk: Pick<Disk, 'kindOf'>): readonly string[] {
  return configNames.map((name) => join(folder, name)).filter((path) => disk.kindOf(path) === 'file')
}
