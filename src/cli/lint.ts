import { resolve } from 'node:path'
import { Command } from 'commander'
import { projectTargets } from '../catalogue/contracts.ts'
import type { GenerationTarget } from '../codegen/derive.ts'
import { isWeb } from '../codegen/reference-policy.ts'
import type { ApiConfig, Config, SeedSource } from '../config/config.ts'
import { configOf, configOption } from './config-file.ts'
import { entryFaults } from './entry-faults.ts'
import { Failure, printable, UsageFailure } from './failure.ts'
import { type Output, standardOutput } from './output.ts'
import { overlayOption } from './overlay-option.ts'
import { checkSeeds } from './own/seed-lines.ts'
import { warningText } from './warnings.ts'

interface LintOptions {
  readonly strict?: boolean
  readonly allowRefs?: boolean
  readonly overlay: readonly string[]
  readonly config?: string
}

/** A contract, and what the configuration says of it. */
interface LintTarget extends Omit<GenerationTarget, 'folder'> {
  readonly entry?: ApiConfig
}

/** What is looked at, the seeds of built-in APIs among it. */
interface Chosen {
  readonly targets: readonly LintTarget[]
  readonly seeds: ReadonlyMap<string, SeedSource>
}

export function lintCommand(output: Output = standardOutput, environment = process.env): Command {
  return new Command('lint')
    .description(
      'Find mistakes in contracts, their declarations and the configuration, with line and column; writes nothing',
    )
    .argument(
      '[file...]',
      'contracts; default: the configuration and its contracts, else every openapi/<api>/openapi.yaml of this folder',
    )
    .addOption(configOption())
    .option('--strict', 'fail for warnings, too')
    .addOption(overlayOption())
    .option('--allow-refs', 'follow $refs to files outside the folder of the contract and to http(s) addresses')
    .action((files: string[], options: LintOptions) => run(files, options, environment, output))
}

async function run(
  files: readonly string[],
  options: LintOptions,
  environment: NodeJS.ProcessEnv,
  { out, error }: Output,
): Promise<void> {
  const { checkContract } = await import('../codegen/check-contract.ts')
  const { targets, seeds } = await chosen(files, options, environment)
  const faults: string[] = []
  const note = (reason: unknown) => void faults.push(printable(reason))
  for (const { entry, ...target } of targets) {
    try {
      const { document, warnings } = await checkContract(target, options)
      error(warningText(warnings))
      const lines = entry ? await entryFaults(entry, target.file, document) : []
      if (lines.length > 0) throw new Failure(lines.join('\n'))
      out(`${document.info.title}: ${warnings.count === 0 ? 'no mistakes' : 'warnings only'}\n`)
    } catch (reason) {
      note(reason)
    }
  }
  await checkSeeds(seeds).catch(note)
  if (faults.length > 0) throw new Failure(faults.join('\n'))
}

async function chosen(
  files: readonly string[],
  { overlay: overlays, config: named }: LintOptions,
  environment: NodeJS.ProcessEnv,
): Promise<Chosen> {
  const seeds = new Map<string, SeedSource>()
  if (overlays.length > 0 && files.length !== 1) throw new UsageFailure('--overlay is for one contract; name its file')
  if (files.length > 0)
    return { targets: files.map((file) => ({ file: isWeb(file) ? file : resolve(file), overlays })), seeds }
  const config = await configOf(named, environment)
  if (config) return ofConfig(config)
  const targets = projectTargets('.')
  if (targets.length === 0)
    throw new UsageFailure('There is no latchkey.config.yaml and no openapi/<api>/openapi.yaml here; name a file')
  return { targets, seeds }
}

function ofConfig({ apis }: Config): Chosen {
  const targets = apis.flatMap((entry): readonly LintTarget[] => {
    const { contract: file, overlays, allowRefs } = entry
    return file === undefined ? [] : [{ file, overlays, allowRefs, entry }]
  })
  const builtIn = apis.filter(({ contract }) => contract === undefined)
  return { targets, seeds: new Map(builtIn.flatMap(({ id, seed }) => (seed ? [[id, seed] as const] : []))) }
}
