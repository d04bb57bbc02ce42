import { resolve } from 'node:path'
import { builtInIds } from '../catalogue/built-in.ts'
import { disk } from '../catalogue/disk.ts'
import { readSource } from '../catalogue/source.ts'
import { isWeb } from '../codegen/reference-policy.ts'
import { configOf } from './config-file.ts'
import { UsageFailure } from './failure.ts'

/** A contract of the user, and how it is read. */
export interface OwnTarget {
  /** An absolute path, or an address. */
  readonly file: string
  readonly overlays: readonly string[]
  readonly allowRefs: boolean
}

export interface OwnOptions {
  readonly overlay: readonly string[]
  readonly allowRefs?: boolean
  readonly config?: string
}

/**
 * What a word of the command line names: an API of the configuration, a built-in one, or a contract. A contract that the
 * configuration has is read as that says.
 */
export async function stubSource(
  word: string,
  { overlay, allowRefs = false, config }: OwnOptions,
  environment: NodeJS.ProcessEnv,
): Promise<OwnTarget | { readonly builtIn: string }> {
  const entries = (await configOf(config, environment))?.apis ?? []
  const named = entries.find(({ id }) => id === word)
  const file = named ? named.contract : fileOf(word, [...builtInIds(), ...entries.map(({ id }) => id)])
  const given = overlay.map((each) => (isWeb(each) ? each : resolve(each)))
  if (file === undefined) {
    if (given.length === 0 && !allowRefs) return { builtIn: word }
    throw new UsageFailure(
      `${given.length > 0 ? '--overlay' : '--allow-refs'} is for a contract of your own; "${word}" is built in`,
    )
  }
  const entry = named ?? entries.find(({ contract }) => contract === file)
  return {
    file,
    overlays: [...(entry?.overlays ?? []), ...given],
    allowRefs: allowRefs || entry?.allowRefs === true,
  }
}

/** Undefined for a built-in API. */
function fileOf(word: string, known: readonly string[]): string | undefined {
  const source = readSource(word, known, disk)
  if (source.kind === 'built-in') return undefined
  if (source.kind === 'url') return source.url
  const [file = '', ...others] = source.kind === 'file' ? [source.path] : source.files
  if (others.length === 0) return resolve(file)
  throw new UsageFailure(
    `The folder "${word}" has several contracts, ${[file, ...others].join(', ')}; name one of them`,
  )
}
