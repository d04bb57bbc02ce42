import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { packageFolder, readManifest } from '../installation/installation.ts'
import { Failure } from './failure.ts'

/** The file that {@link packInto} makes. */
export function tarballName(): string {
  return `latchkey-${readManifest().version}.tgz`
}

/**
 * Packs the Latchkey that runs into a folder, so that a project there can be installed wherever it was got from. That takes
 * no network: npm packs what is on the disk.
 */
export async function packInto(folder: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const { npm_execpath: npm } = environment
  const [command, ...script] = npm ? [process.execPath, npm] : ['npm']
  const words = [...script, 'pack', '--silent', '--pack-destination', folder]
  try {
    await promisify(execFile)(command, words, { cwd: packageFolder, maxBuffer: 16_777_216 })
  } catch (error) {
    throw new Failure(
      `The project is written, but "npm pack" could not put Latchkey into it (${(error as Error).message.split('\n')[0]}): put ${tarballName()} into "${folder}" yourself, or begin again with --latchkey`,
      { cause: error },
    )
  }
}
