import { existsSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { Command } from 'commander'
import type { Verified } from '../stub/plan.ts'
import { Failure } from './failure.ts'
import { packInto, tarballName } from './pack.ts'

export function stubCommand(environment: NodeJS.ProcessEnv): Command {
  return new Command('stub')
    .description('Write a small Express project that serves an API: it runs at once, what is left is its handlers')
    .argument('<api>', 'the API that it serves')
    .argument('<folder>', 'where the project goes; new or empty')
    .option(
      '--latchkey <source>',
      'what it installs Latchkey from: a tarball of "npm pack", or a version of a registry that has it; by default the running Latchkey is packed into the project',
    )
    .action((api: string, folder: string, options: StubOptions) => run(api, folder, options, environment))
}

interface StubOptions {
  readonly latchkey?: string
}

/** What is needed is loaded for this command alone. */
async function run(
  api: string,
  folder: string,
  { latchkey }: StubOptions,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const { scaffold } = await import('../stub/scaffold.ts')
  const source = latchkey === undefined ? `file:${tarballName()}` : sourceFor(folder, latchkey)
  const files = await scaffold({ api, folder: resolve(folder), latchkey: source, verifiedBy })
  if (latchkey === undefined) await packInto(resolve(folder), environment)
  process.stdout.write(`Wrote a server of "${api}", ${files.length} files. Next:\n${nextSteps(relative('.', folder))}`)
}

async function verifiedBy(api: string): Promise<Verified> {
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
  return { file: withTemplate(suite), people }
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
