import { relative, resolve } from 'node:path'
import { Command, Option } from 'commander'
import type { GenerationTarget, PackageName } from '../codegen/generate.ts'
import { Failure } from './failure.ts'

interface GenerateOptions {
  readonly out?: string
  readonly check?: boolean
  readonly allowRefs?: boolean
  readonly package: PackageName
}

type Write = (text: string) => void

export function generateCommand(write: Write = (text) => process.stdout.write(text)): Command {
  return new Command('generate')
    .description('Derive types, server stub, typed client and bundled contract from OpenAPI 3.0 or 3.1')
    .argument('[file]', 'one contract; every openapi/<api>/openapi.yaml of this folder unless said')
    .option('--out <folder>', 'where the derived files of [file] go')
    .option('--check', 'write nothing; fail if a derived file is not current')
    .option('--allow-refs', 'follow $refs to files outside the folder of the contract and to http(s) addresses')
    .addOption(
      new Option('--package <name>', 'the package that the client imports; latchkey-client is the small one for apps')
        .choices(['latchkey', 'latchkey-client'])
        .default('latchkey'),
    )
    .action(async (file: string | undefined, options: GenerateOptions) => write(await run(file, options)))
}

/** Loaded for this command alone; it takes longer to load than the server does to start. */
function codegen() {
  return import('../codegen/generate.ts')
}

/** Returns what is printed. */
async function run(
  file: string | undefined,
  { out, check = false, allowRefs = false, package: packageName }: GenerateOptions,
): Promise<string> {
  const { generate, staleFiles, writeFiles } = await codegen()
  const files = await generate(await targets(file, out), { allowRefs, packageName })
  const changed = check ? await staleFiles(files) : await writeFiles(files).catch(unwritten)
  const names = changed.map((path) => relative('.', path))
  if (check && names.length > 0) throw new Failure(`Not current: ${names.join(', ')}; run "latchkey generate"`)
  return names.length === 0 ? 'Everything is current\n' : names.map((name) => `wrote ${name}\n`).join('')
}

function unwritten(error: Error): never {
  throw new Failure(`The derived files cannot be written: ${error.message}`, { cause: error })
}

async function targets(file: string | undefined, out: string | undefined): Promise<readonly GenerationTarget[]> {
  if (file !== undefined && out === undefined)
    throw new Failure(`Say where the derived files of "${file}" go: --out <folder>`)
  if (file !== undefined && out !== undefined) return [{ file: resolve(file), folder: resolve(out) }]
  const { projectTargets } = await codegen()
  const all = await projectTargets('.').catch(() => [])
  if (all.length === 0)
    throw new Failure('There is no openapi/<api>/openapi.yaml here; name a file, and --out <folder>')
  return all
}
