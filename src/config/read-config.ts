import { dirname, resolve } from 'node:path'
import { InvalidContract } from '../codegen/invalid-contract.ts'
import { isWeb } from '../codegen/reference-policy.ts'
import type { Seed } from '../ways/seed.ts'
import { apiFaults } from './api-faults.ts'
import type { ApiConfig, Config, SeedSource } from './config.ts'
import type { ConfigFault } from './fault.ts'
import { type LocatedFile, readLocated } from './located-file.ts'
import { shapeFaults } from './shape-faults.ts'
import { type Surroundings, surroundingsOf } from './surroundings.ts'
import { generatedFolder, placesOf, type WrittenApi } from './written.ts'

/**
 * Reads a `latchkey.config.yaml`, by its path. Throws an {@link InvalidContract} with a line for each fault, and with all
 * files that a change of which could mend it.
 */
export async function readConfig(
  path: string,
  environment: NodeJS.ProcessEnv,
  surroundings: Surroundings = surroundingsOf(dirname(resolve(path)), environment),
): Promise<Config> {
  const file = resolve(path)
  const located = await readLocated(file, environment)
  const { apis } = Object(located.value) as { readonly apis?: Readonly<Record<string, WrittenApi | null>> }
  const faults = faultsOf(located, surroundings)
  const entries = Object.entries(Object(apis) as NonNullable<typeof apis>).map(([id, api]) => [id, api ?? {}] as const)
  const at = (text: string) => placeOf(text, surroundings.folder)
  const seeds = await readSeeds(entries, located, surroundings)
  const lines = [...faults.map((fault) => located.line('config', fault)), ...seeds.lines]
  if (lines.length > 0) {
    const named = entries.flatMap(([, api]) => placesOf(Object(api)).map(({ text }) => at(text)))
    throw Object.assign(new InvalidContract(inOrder(lines)), { sources: [file, ...named] })
  }
  return {
    file,
    apis: entries.map(
      ([id, api]): ApiConfig => ({
        id,
        contract: api.contract === undefined ? undefined : at(api.contract),
        overlays: (api.overlays ?? []).map(at),
        auth: api.auth ?? 'enforce',
        require: api.require ?? [],
        allowRefs: api.allowRefs ?? false,
        handlers: api.handlers === undefined ? undefined : at(api.handlers),
        generated: generatedFolder(id, api, surroundings.folder),
        seed: seeds.sources.get(id),
        faultLine: (path, message, onKey) =>
          located.line('config', { path: ['apis', id, ...path], message, ...(onKey && { onKey }) }),
        hide: located.hide,
      }),
    ),
    sources: [file, ...seeds.files],
  }
}

/** By file, line and column. */
function inOrder(lines: readonly string[]): readonly string[] {
  return lines.toSorted(new Intl.Collator('en', { numeric: true }).compare)
}

/** An absolute path, or an address. */
function placeOf(text: string, folder: string): string {
  return isWeb(text) ? (URL.parse(text)?.href ?? text) : resolve(folder, text)
}

/** Where the form is wrong, or a variable is missing, nothing else is said. */
function faultsOf({ value, written, faults }: LocatedFile, surroundings: Surroundings): readonly ConfigFault[] {
  const apart = (others: readonly ConfigFault[], found: readonly ConfigFault[]) => [
    ...others,
    ...found.filter((fault) => !others.some(({ path }) => path.every((name, index) => fault.path[index] === name))),
  ]
  const { apis } = Object(value) as { readonly apis?: unknown }
  return apart(apart(faults, shapeFaults(value, written)), apiFaults(apis, surroundings))
}

interface Seeds {
  readonly sources: ReadonlyMap<string, SeedSource>
  readonly files: readonly string[]
  readonly lines: readonly string[]
}

/** The seeds of all APIs, those in files of their own with the faults of these. */
async function readSeeds(
  entries: readonly (readonly [id: string, api: WrittenApi])[],
  located: LocatedFile,
  { folder, environment, disk }: Surroundings,
): Promise<Seeds> {
  const sources = new Map<string, SeedSource>()
  const files: string[] = []
  const lines: string[] = []
  for (const [id, { seed }] of entries) {
    if (typeof seed === 'object') sources.set(id, seedSource(located, seed, ['apis', id, 'seed']))
    // A file that is not there is a fault of the configuration.
    if (typeof seed !== 'string' || disk.kindOf(resolve(folder, seed)) !== 'file') continue
    const file = resolve(folder, seed)
    files.push(file)
    try {
      const own = await readLocated(file, environment)
      lines.push(...own.faults.map((fault) => own.line('seed', fault)))
      sources.set(id, seedSource(own, own.value ?? {}, []))
    } catch (error) {
      if (!(error instanceof InvalidContract)) throw error
      lines.push(...error.message.split('\n'))
    }
  }
  return { sources, files, lines }
}

function seedSource(located: LocatedFile, seed: unknown, place: readonly string[]): SeedSource {
  return {
    seed: seed as Seed,
    isHidden: located.isHidden,
    hide: located.hide,
    faultLine: (path, message) => located.line('seed', { path: [...place, ...path.map(String)], message }),
  }
}
