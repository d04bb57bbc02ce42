import { existsSync } from 'node:fs'
import { Command } from 'commander'
import { contractIds } from '../catalogue/contracts.ts'
import type { Verdict } from '../docs/changes/gate.ts'
import { withDevelopmentPackages } from './development-packages.ts'
import { Failure, UsageFailure } from './failure.ts'
import { standardOutput } from './output.ts'

export function changesCommand(): Command {
  return new Command('changes')
    .description(
      'Hold each contract of this folder against its last released version; an unannounced breaking change fails',
    )
    .argument('[api...]', 'the APIs to look at; all of them unless said')
    .action((apis: string[]) => run(apis))
}

async function run(wanted: readonly string[]): Promise<void> {
  if (!existsSync('openapi'))
    throw new Failure('There is no openapi folder here; run "latchkey changes" where the contracts are')
  const { judgeChanges } = await import('../docs/changes/gate.ts')
  const known = contractIds('.')
  const unknown = wanted.find((id) => !known.includes(id))
  if (unknown !== undefined)
    throw new UsageFailure(`There is no contract "${unknown}" here; there are ${known.join(', ')}`)
  const verdicts = await withDevelopmentPackages('Comparing contracts', () =>
    Promise.all((wanted.length > 0 ? wanted : known).map((id) => judgeChanges('.', id))),
  )
  standardOutput.out(verdicts.map(line).join(''))
  const faults = verdicts.flatMap(({ api, faults }) => faults.map((fault) => `${api}: ${fault}`))
  if (faults.length > 0) throw new Failure(faults.join('\n'))
}

function line({ api, released, version, breaking }: Verdict): string {
  const since = version === released ? version : `${version}, after ${released ?? 'nothing'}`
  const head = `${api} ${since}: ${breaking.length === 0 ? 'nothing breaks' : `${breaking.length} breaking`}\n`
  return [head, ...breaking.map((change) => `  ${change}\n`)].join('')
}
