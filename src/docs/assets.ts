import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { builtFolder } from '../installation/installation.ts'

/** The scripts and styles of Latchkey's own documentation, which are those of any; undefined where it was not built. */
export function readAssets(
  folder: string = join(builtFolder('docs'), 'assets'),
): ReadonlyMap<string, string> | undefined {
  if (!existsSync(folder)) return undefined
  return new Map(readdirSync(folder).map((name) => [`assets/${name}`, readFileSync(join(folder, name), 'utf8')]))
}
