import { builtInIds } from '../catalogue/built-in.ts'
import { type Disk, disk } from '../catalogue/disk.ts'

/** What a configuration is read in. */
export interface Surroundings {
  /** Where it is: its paths are relative to this folder. */
  readonly folder: string
  readonly disk: Disk
  readonly environment: NodeJS.ProcessEnv
  /** The ids of the APIs that come with Latchkey. */
  readonly builtIn: readonly string[]
}

/** Of a configuration on this machine. */
export function surroundingsOf(folder: string, environment: NodeJS.ProcessEnv): Surroundings {
  return { folder, disk, environment, builtIn: builtInIds() }
}
