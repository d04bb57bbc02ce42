import { existsSync, readdirSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { Command } from 'commander'
import { withDevelopmentPackages } from './development-packages.ts'
import { Failure } from './failure.ts'

interface DocsOptions {
  readonly out: string
}

export function docsCommand(): Command {
  return new Command('docs')
    .description('Build the documentation of every contract of this folder as a site of plain files')
    .option('--out <folder>', 'where the site goes; what was there is replaced', 'dist/docs')
    .action((options: DocsOptions) => run(options))
}

async function run({ out }: DocsOptions): Promise<void> {
  const folder = resolve(out)
  if (!existsSync('openapi'))
    throw new Failure('There is no openapi folder here; run "latchkey docs" where the contracts are')
  refuseOthers(folder, out)
  const started = performance.now()
  const { buildSite, writeSite } = await withDevelopmentPackages('Building the documentation', builder)
  const files = await buildSite('.', (line) => process.stdout.write(`${line}\n`))
  try {
    writeSite(folder, files)
  } catch (error) {
    throw new Failure(`The site cannot be written: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
  const seconds = ((performance.now() - started) / 1_000).toFixed(1)
  process.stdout.write(`${files.size} files in ${relative('.', folder) || '.'}, ${seconds} s\n`)
}

/** A folder is replaced as a whole, so it has to be a site of ours, empty or not there. */
function refuseOthers(folder: string, name: string): void {
  if (!existsSync(folder)) return
  const there = readdirSync(folder)
  if (there.length > 0 && !(there.includes('index.html') && there.includes('assets'))) {
    throw new Failure(`"${name}" holds something else than a site; name another folder with --out`)
  }
}

/** Loaded for this command alone. */
async function builder() {
  const [{ buildSite }, { writeSite }] = await Promise.all([import('../docs/site.ts'), import('../docs/write-site.ts')])
  return { buildSite, writeSite }
}
