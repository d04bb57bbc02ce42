import { Option } from 'commander'
import { disk } from '../catalogue/disk.ts'
import type { Config } from '../config/config.ts'
import { findConfigs } from '../config/find-config.ts'
import { Failure } from './failure.ts'

/** The option that names a configuration. */
export function configOption(): Option {
  return new Option(
    '--config <file>',
    'the configuration (default: latchkey.config.yaml, .yml or .json of this folder)',
  ).env('LATCHKEY_CONFIG')
}

/** The configuration that is named, or else that of this folder; undefined without one. */
export async function configOf(named: string | undefined, environment: NodeJS.ProcessEnv): Promise<Config | undefined> {
  const file = named || onlyConfig()
  return file === undefined ? undefined : readConfigFile(file, environment)
}

/** Several would leave open which one counts. */
function onlyConfig(): string | undefined {
  const files = findConfigs('.', disk)
  if (files.length > 1) throw new Failure(`${files.join(' and ')} are both here; keep one, or name one with --config`)
  return files[0]
}

/** Loads a parser and a validator, which a start without a configuration does without. */
export async function readConfigFile(file: string, environment: NodeJS.ProcessEnv): Promise<Config> {
  const { readConfig } = await import('../config/read-config.ts')
  return readConfig(file, environment)
}
