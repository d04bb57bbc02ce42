import { relative, resolve } from 'node:path'
import { Command, Option } from 'commander'
import { projectTargets } from '../catalogue/contracts.ts'
import type { GeneratedContract, GenerationTarget, PackageName } from '../codegen/derive.ts'
import type { Generated } from '../codegen/generate.ts'
import { isWeb } from '../codegen/reference-policy.ts'
import { configOf, configOption } from './config-file.ts'
import { configTargets } from './config-targets.ts'
import { Failure, printable, UsageFailure } from './failure.ts'
import { type Output, standardOutput } from './output.ts'
import { overlayOption } from './overlay-option.ts'
import { nameOf } from './own/name-of.ts'
import { warningText } from './warnings.ts'
import { watchContracts } from './watch.ts'

interface GenerateOptions {
  readonly out?: string
  readonly check?: boolean
  readonly watch?: boolean
  readonly strict?: boolean
  readonly allowRefs?: boolean
  readonly overlay: readonly string[]
  readonly config?: string
  readonly package: PackageName
}

export function generateCommand(output: Output = standardOutput, environment = process.env): Command {
  return new Command('generate')
    .description('Derive types, server stub, typed client and bundled contract from OpenAPI 3.0, 3.1 or 3.2')
    .argument(
      '[file]',
      'one contract; default: the contracts of the configuration, else every openapi/<api>/openapi.yaml of this folder',
    )
    .addOption(configOption())
    .option('--out <folder>', 'where the files generated from [file] go')
    .option('--check', 'write nothing; fail if a generated file is not current')
    .option('--strict', 'fail where the contract departs from the specification, instead of warning')
    .option('--watch', 'generate again whenever a file of the contract changes')
    .addOption(overlayOption())
    .option('--allow-refs', 'follow $refs to files outside the folder of the contract and to http(s) addresses')
    .addOption(
      new Option('--package <name>', 'the package that the client imports; latchkey-client is the small one for apps')
        .choices(['latchkey', 'latchkey-client'])
        .default('latchkey'),
    )
    .action((file: string | undefined, options: GenerateOptions) =>
      run(() => targets(file, options, environment), options, output),
    )
}

/** Loaded for this command alone; it takes longer to load than the server does to start. */
function codegen() {
  return import('../codegen/generate.ts')
}

type Choose = () => Promise<Chosen>

async function run(choose: Choose, options: GenerateOptions, output: Output): Promise<void> {
  if (options.watch && options.check)
    throw new UsageFailure('Use either --watch or --check: one writes, the other does not')
  const chosen = await choose()
  if (!options.watch) return void (await generateOnce(chosen.targets, options, output))
  await watchContracts(chosen.targets, () => generateAndSay(choose, options, output), output)
}

/** The same for those who watch: a mistake in a contract is said, and does not end the command. */
async function generateAndSay(choose: Choose, options: GenerateOptions, output: Output) {
  try {
    const chosen = await choose()
    const { contracts, files } = await generateOnce(chosen.targets, options, output)
    return { read: [...chosen.sources, ...contracts.flatMap(({ sources }) => sources)], written: [...files.keys()] }
  } catch (error) {
    output.error(`${printable(error)}\n`)
    const { sources = [] } = error as { readonly sources?: readonly string[] }
    return { read: sources, written: [] }
  }
}

async function generateOnce(
  chosen: readonly GenerationTarget[],
  { check = false, strict = false, allowRefs = false, package: packageName }: GenerateOptions,
  { out, error }: Output,
): Promise<Generated> {
  const { generate, staleFiles, writeFiles } = await codegen()
  const generated = await generate(chosen, { allowRefs, strict, packageName })
  for (const { warnings } of generated.contracts) error(warningText(warnings))
  const changed = check ? await staleFiles(generated.files) : await writeFiles(generated.files).catch(unwritten)
  const names = changed.map((path) => relative('.', path))
  if (check && names.length > 0) throw new Failure(`Not current: ${names.join(', ')}; run "latchkey generate"`)
  out(generated.contracts.map(summary).join(''))
  out(names.length === 0 ? 'Everything is current\n' : names.map((name) => `wrote ${name}\n`).join(''))
  return generated
}

/** `Tea house: 12 operations, 2 security schemes, 1 way to authenticate, 3 warnings` */
function summary({ title, operations, schemes, ways, warnings }: GeneratedContract): string {
  const parts = [
    counted(operations, 'operation'),
    counted(schemes, 'security scheme'),
    ...(ways > 0 ? [`${counted(ways, 'way')} to authenticate`] : []),
    ...(warnings.count > 0 ? [counted(warnings.count, 'warning')] : []),
  ]
  return `${title}: ${parts.join(', ')}\n`
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

function unwritten(error: Error): never {
  throw new Failure(`The generated files cannot be written: ${error.message}`, { cause: error })
}

/** What is generated, and the files that decide it. */
interface Chosen {
  readonly targets: readonly GenerationTarget[]
  readonly sources: readonly string[]
}

async function targets(
  file: string | undefined,
  { out, overlay: overlays, config: named }: GenerateOptions,
  environment: NodeJS.ProcessEnv,
): Promise<Chosen> {
  if (file !== undefined && out === undefined)
    throw new UsageFailure(`Add --out <folder>: where the files generated from "${file}" go`)
  if (file !== undefined && out !== undefined)
    return { targets: [{ file: isWeb(file) ? file : resolve(file), overlays, folder: resolve(out) }], sources: [] }
  if (overlays.length > 0) throw new UsageFailure('--overlay is for one contract; name its file, and --out <folder>')
  const config = await configOf(named, environment)
  const configured = configTargets(config)
  if (config && configured.length > 0) return { targets: configured, sources: config.sources }
  const all = projectTargets('.')
  if (all.length === 0)
    throw new UsageFailure(
      config
        ? `${nameOf(config.file)} has no API with a contract of its own; add one, or name a file, and --out <folder>`
        : 'There is no latchkey.config.yaml and no openapi/<api>/openapi.yaml here; name a file, and --out <folder>',
    )
  return { targets: all, sources: [] }
}
