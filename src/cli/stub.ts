import { existsSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { Command } from 'commander'
import { builtInContract, builtInIds } from '../catalogue/built-in.ts'
import { disk } from '../catalogue/disk.ts'
import { readSource } from '../catalogue/source.ts'
import type { StubPlan, Suite } from '../stub/plan.ts'
import { Failure } from './failure.ts'
import { nameOf } from './own/name-of.ts'
import { progressOn } from './own/progress.ts'
import { packInto, tarballName } from './pack.ts'
import { warningText } from './warnings.ts'

export function stubCommand(environment: NodeJS.ProcessEnv): Command {
  return new Command('stub')
    .description('Write a small Express project that serves an API: it runs at once, what is left is its handlers')
    .argument('<api>', 'a built-in API, or the file, folder or URL of an OpenAPI 3.0, 3.1 or 3.2 contract')
    .argument('<folder>', 'where the project goes; new or empty')
    .option(
      '--latchkey <source>',
      'what it installs Latchkey from: a tarball of "npm pack", or a version of a registry that has it; by default the running Latchkey is packed into the project',
    )
    .option('--allow-refs', 'follow $refs to files outside the folder of the contract and to http(s) addresses')
    .action((api: string, folder: string, options: StubOptions) => run(api, folder, options, environment))
}

interface StubOptions {
  readonly latchkey?: string
  readonly allowRefs?: boolean
}

/** What is needed is loaded for this command alone. */
async function run(api: string, folder: string, options: StubOptions, environment: NodeJS.ProcessEnv): Promise<void> {
  const { latchkey } = options
  const source = latchkey === undefined ? `file:${tarballName()}` : sourceFor(folder, latchkey)
  const { checkFolder } = await import('../stub/write-stub.ts')
  await checkFolder(resolve(folder))
  const plan = await planFor(api, options)
  const { scaffold } = await import('../stub/scaffold.ts')
  const files = await scaffold({ ...plan, folder: resolve(folder), latchkey: source })
  if (latchkey === undefined) await packInto(resolve(folder), environment)
  process.stdout.write(
    `Wrote a server of "${plan.contract.title}", ${files.length} files. Next:\n${nextSteps(relative('.', folder))}`,
  )
}

type Plan = Pick<StubPlan, 'contract' | 'server' | 'own' | 'suite'>

function planFor(word: string, options: StubOptions): Promise<Plan> {
  const source = readSource(word, builtInIds(), disk)
  if (source.kind === 'built-in') return builtInPlan(source.id)
  if (source.kind === 'url') return ownPlan(source.url, options)
  const [file = '', ...others] = source.kind === 'file' ? [source.path] : source.files
  if (others.length === 0) return ownPlan(resolve(file), options)
  throw new Failure(`The folder "${word}" has several contracts, ${[file, ...others].join(', ')}; name one of them`)
}

async function ownPlan(file: string, { allowRefs = false }: StubOptions): Promise<Plan> {
  const { readOwnContract } = await import('../stub/own-contract.ts')
  const progress = progressOn(process.stderr)
  const name = nameOf(file)
  const reading = readOwnContract({ file }, { allowRefs, tell: (news) => progress.tell(name, news) })
  const { contract, own, warnings } = await reading.finally(() => progress.end(name))
  process.stderr.write(warningText(warnings))
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
  throw new Failure(`--latchkey is "${source}", which is no file here and no version; "npm pack" makes a tarball`)
}

function nextSteps(folder: string): string {
  return `${folder === '' ? '' : `  cd ${folder}\n`}  npm install
  npm start        each operation answers 501 until its handler is written
  npm test         says which those are

Begin in src/handlers/ and src/credentials.ts; README.md says how.
`
}
