import { resolve } from 'node:path'
import { Command } from 'commander'
import { projectTargets } from '../catalogue/contracts.ts'
import type { GenerationTarget } from '../codegen/derive.ts'
import { isWeb } from '../codegen/reference-policy.ts'
import { Failure, printable } from './failure.ts'
import { type Output, standardOutput } from './output.ts'
import { overlayOption } from './overlay-option.ts'
import { warningText } from './warnings.ts'

interface LintOptions {
  readonly strict?: boolean
  readonly allowRefs?: boolean
  readonly overlay: readonly string[]
}

export function lintCommand(output: Output = standardOutput): Command {
  return new Command('lint')
    .description('Find mistakes in contracts and in their declarations, with line and column; writes nothing')
    .argument('[file...]', 'contracts; default: every openapi/<api>/openapi.yaml of this folder')
    .option('--strict', 'fail for warnings, too')
    .addOption(overlayOption())
    .option('--allow-refs', 'follow $refs to files outside the folder of the contract and to http(s) addresses')
    .action((files: string[], options: LintOptions) => run(files, options, output))
}

async function run(files: readonly string[], options: LintOptions, { out, error }: Output): Promise<void> {
  const { checkContract } = await import('../codegen/check-contract.ts')
  const faults: string[] = []
  for (const target of targets(files, options)) {
    try {
      const { title, warnings } = await checkContract(target, options)
      error(warningText(warnings))
      out(`${title}: ${warnings.count === 0 ? 'no mistakes' : 'warnings only'}\n`)
    } catch (reason) {
      faults.push(printable(reason))
    }
  }
  if (faults.length > 0) throw new Failure(faults.join('\n'))
}

function targets(
  files: readonly string[],
  { overlay: overlays }: LintOptions,
): readonly Omit<GenerationTarget, 'folder'>[] {
  if (overlays.length > 0 && files.length !== 1) throw new Failure('--overlay is for one contract; name its file')
  if (files.length > 0) return files.map((file) => ({ file: isWeb(file) ? file : resolve(file), overlays }))
  const all = projectTargets('.')
  if (all.length === 0) throw new Failure('There is no openapi/<api>/openapi.yaml here; name a file')
  return all
}
