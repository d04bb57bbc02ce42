import { relative, resolve } from 'node:path'
import { Command } from 'commander'
import type { Verified } from '../stub/plan.ts'

export function stubCommand(): Command {
  return new Command('stub')
    .description('Write a small Express project that serves an API: it runs at once, what is left is its handlers')
    .argument('<api>', 'the API that it serves')
    .argument('<folder>', 'where the project goes; new or empty')
    .action(run)
}

/** What is needed is loaded for this command alone. */
async function run(api: string, folder: string): Promise<void> {
  const { scaffold } = await import('../stub/scaffold.ts')
  const files = await scaffold(api, resolve(folder), verifiedBy)
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

function nextSteps(folder: string): string {
  return `${folder === '' ? '' : `  cd ${folder}\n`}  npm install
  npm start        each operation answers 501 until its handler is written
  npm test         says which those are

Begin in src/handlers/ and src/credentials.ts; README.md says how.
`
}
