import { basename, relative, resolve } from 'node:path'
import { Command } from 'commander'
import { contractOf, servableIds } from '../stub/api-ids.ts'
import { stubFiles } from '../stub/project-files.ts'
import { stubVersions } from '../stub/versions.ts'
import { writeStub } from '../stub/write-stub.ts'
import { templateOf } from '../verify/list.ts'
import { Failure } from './failure.ts'

export function stubCommand(): Command {
  return new Command('stub')
    .description('Write a small Express project that serves an API: it runs at once, and what is left is its handlers')
    .argument('<api>', 'the API that it serves')
    .argument('<folder>', 'where the project goes; new or empty')
    .action(run)
}

async function run(api: string, folder: string): Promise<void> {
  const known = await servableIds()
  if (!known.includes(api)) throw new Failure(`There is no API "${api}" to serve; there are ${known.join(', ')}`)
  const files = stubFiles({
    api,
    contract: await contractOf(api),
    name: packageName(basename(resolve(folder))) || api,
    versions: await stubVersions(),
    verifyFile: await templateOf(api),
  })
  await writeStub(resolve(folder), files)
  process.stdout.write(
    `Wrote a server of "${api}" with ${files.length} files. Next:\n${nextSteps(relative('.', folder) || '.')}`,
  )
}

/** What of a folder's name may stand in the name of a package. */
function packageName(folder: string): string {
  return folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+/, '')
}

function nextSteps(folder: string): string {
  return `${folder === '.' ? '' : `  cd ${folder}\n`}  npm install
  npm start        each operation answers 501 until its handler is written
  npm test         says which those are
Begin in src/handlers/ and src/credentials.ts; README.md says how.
`
}
