import { existsSync, readdirSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { Command } from 'commander'
import { configOf, configOption } from './config-file.ts'
import { Failure } from './failure.ts'
import { standardOutput } from './output.ts'
import { overlayOption } from './overlay-option.ts'

interface DocsOptions {
  readonly out: string
  readonly name?: string
  readonly overlay: readonly string[]
  readonly config?: string
  readonly allowRefs?: boolean
}

export function docsCommand(environment: NodeJS.ProcessEnv): Command {
  return new Command('docs')
    .description('Build the documentation of contracts as a site of plain files')
    .argument(
      '[api...]',
      'your own APIs by the file, folder or URL of their contracts, built-in ones by name and those of the configuration by their ids (default: all of the configuration, else of the openapi folder)',
    )
    .option('--out <folder>', 'where the site goes; what was there is replaced', 'dist/docs')
    .option('--name <name>', 'what your API is called in addresses, as with "latchkey start"')
    .addOption(overlayOption())
    .addOption(configOption())
    .option('--allow-refs', 'follow $refs to files outside the folder of a contract and to other http(s) addresses')
    .addHelpText('after', examples)
    .action((words: string[], options: DocsOptions) => run(words, options, environment))
}

const examples = `
Examples:
  latchkey docs ./openapi.yaml --out site      one API
  latchkey docs ./contracts --out site         every contract of a folder
  latchkey docs https://example.com/openapi.json --name acme
`

/** What is needed is loaded for this command alone. */
async function run(words: readonly string[], options: DocsOptions, environment: NodeJS.ProcessEnv): Promise<void> {
  const { out, name, overlay, allowRefs = false } = options
  const folder = resolve(out)
  refuseOthers(folder, out)
  const started = performance.now()
  const [{ wantedApis }, { readApis }, { readAssets }, { buildSite }, { writeSite }] = await Promise.all([
    import('./docs-sources.ts'),
    import('./docs-apis.ts'),
    import('../docs/assets.ts'),
    import('../docs/site.ts'),
    import('../docs/write-site.ts'),
  ])
  const assets = readAssets()
  if (!assets)
    throw new Failure('The scripts of the pages are not built; run "npm run build:docs" in the repository of Latchkey')
  const given = { overlay, allowRefs, ...(name !== undefined && { name }) }
  const apis = await readApis(wantedApis(words, given, await configOf(options.config, environment)))
  const [only, ...others] = apis
  const site = { name: only && others.length === 0 ? only.name : 'API', apis, guides: [], assets }
  const files = buildSite(site, (line) => standardOutput.out(`${line}\n`))
  try {
    writeSite(folder, files)
  } catch (error) {
    throw new Failure(`The site cannot be written: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
  const seconds = ((performance.now() - started) / 1_000).toFixed(1)
  standardOutput.out(`${files.size} files in ${relative('.', folder) || '.'}, ${seconds} s\n`)
}

/** A folder is replaced as a whole, so it has to be a site of ours, empty or not there. */
function refuseOthers(folder: string, name: string): void {
  if (!existsSync(folder)) return
  const there = readdirSync(folder)
  if (there.length > 0 && !(there.includes('index.html') && there.includes('assets'))) {
    throw new Failure(`"${name}" holds something else than a site; name another folder with --out`)
  }
}
