import { existsSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { Command } from 'commander'
import { builtInContract } from '../catalogue/built-in.ts'
import type { StubPlan, Suite } from '../stub/plan.ts'
import { configOption } from './config-file.ts'
import { UsageFailure } from './failure.ts'
import { standardOutput } from './output.ts'
import { overlayOption } from './overlay-option.ts'
import { nameOf } from './own/name-of.ts'
import { progressOn } from './own/progress.ts'
import { packInto, tarballName } from './pack.ts'
import { type OwnOptions, type OwnTarget, stubSource } from './stub-source.ts'
import { warningText } from './warnings.ts'

export function stubCommand(environment: NodeJS.ProcessEnv): Command {
  return new Command('stub')
    .description('Write a small Express project that serves an API: it runs at once, what is left is its handlers')
    .argument(
      '<api>',
      'your own API by the file, folder or URL of its contract, or an API of latchkey.config.yaml or a built-in one by name',
    )
    .argument('<folder>', 'where the project goes; new or empty')
    .option(
      '--latchkey <source>',
      'what it installs Latchkey from: a tarball of "npm pack", or a version of a registry that has it; by default the running Latchkey is packed into the project',
    )
    .addOption(configOption())
    .addOption(overlayOption())
    .option('--allow-refs', 'follow $refs to files outside the folder of the contract and to http(s) addresses')
    .addHelpText('after', examples)
    .action((api: string, folder: string, options: StubOptions) => run(api, folder, options, environment))
}

interface StubOptions extends OwnOptions {
  readonly latchkey?: string
}

const examples = `
Examples:
  latchkey stub ./openapi.yaml my-server                                your own API
  latchkey stub https://example.com/openapi.json my-server --overlay ./mine.overlay.yaml
  latchkey stub acme my-server                                          "acme" of latchkey.config.yaml, with its overlays
  latchkey stub API my-server                                           a built-in API by its name, with its suite`

/** What is needed is loaded for this command alone. */
async function run(api: string, folder: string, options: StubOptions, environment: NodeJS.ProcessEnv): Promise<void> {
  const { latchkey } = options
  const source = latchkey === undefined ? `file:${tarballName()}` : sourceFor(folder, latchkey)
  const { checkFolder } = await import('../stub/write-stub.ts')
  await checkFolder(resolve(folder))
  const wanted = await stubSource(api, options, environment)
  const plan = await ('builtIn' in wanted ? builtInPlan(wanted.builtIn) : ownPlan(wanted))
  const { scaffold } = await import('../stub/scaffold.ts')
  const files = await scaffold({ ...plan, folder: resolve(folder), latchkey: source })
  if (latchkey === undefined) await packInto(resolve(folder), environment)
  standardOutput.out(
    `Wrote a server of "${plan.contract.title}", ${files.length} files. Next:\n${nextSteps(relative('.', folder))}`,
  )
}

type Plan = Pick<StubPlan, 'contract' | 'server' | 'own' | 'suite'>

async function ownPlan({ allowRefs, ...target }: OwnTarget): Promise<Plan> {
  const { readOwnContract } = await import('../stub/own-contract.ts')
  const progress = progressOn(process.stderr)
  const name = nameOf(target.file)
  const reading = readOwnContract(target, { allowRefs, tell: (news) => progress.tell(name, news) })
  const { contract, own, warnings } = await reading.finally(() => progress.end(name))
  standardOutput.error(warningText(warnings))
  return { contract, own, server: '../generated/server.ts' }
}

async function builtInPlan(api: string): Promise<Plan> {
  const suite = await suiteOf(api)
  return { contract: builtInContract(api), server: `latchkey/servers/${api}`, suite }
}

async function suiteOf(api: string): Promise<Suite> {
  const { loadSubject } = await import('../verify/subject.ts')
  const { withTemplate } = await import('../verify/inputs/template.ts')
  const { leavesOf } = await import('../verify/inputs/people.ts')
  const { suite } = await loadSubject(api)
  const demo = leavesOf(suite.demoPeople, 'The demo data')
  const people = suite.inputs.map(({ path, description }) => ({
    path,
    description,
    value: demo.get(path) ?? '',
  }))
  return { api, file: withTemplate(suite), people }
}

/** A file as the project would name it, or a version. */
function sourceFor(folder: string, source: string): string {
  if (existsSync(source)) return `file:${relative(resolve(folder), resolve(source))}`
  if (/^\d+\.\d+\.\d+/.test(source)) return source
  throw new UsageFailure(`--latchkey is "${source}", which is no file here and no version; "npm pack" makes a tarball`)
}

function nextSteps(folder: string): string {
  return `${folder === '' ? '' : `  cd ${folder}\n`}  npm install
  npm start        each operation answers 501 until its handler is written
  npm test         says which those are

Begin in src/handlers/ and src/credentials.ts; README.md says how.
`
}
