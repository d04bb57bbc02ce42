import { Command } from 'commander'
import type { InitOptions } from './init/options.ts'
import { type Output, standardOutput } from './output.ts'

export function initCommand(output: Output = standardOutput): Command {
  return new Command('init')
    .description(
      'Propose how the credentials of a contract work, each guess with its reason, and write a configuration',
    )
    .argument('<contract>', 'the file or URL of the contract')
    .option('--name <name>', 'what the API is called in addresses (default: the title of its contract)')
    .option('--yes', 'take every guess that is likely, and ask nothing')
    .option('--dry-run', 'print what would be written, and write nothing')
    .option('--allow-refs', 'follow $refs to files outside the folder of the contract and to other http(s) addresses')
    .addHelpText('after', examples)
    .action(async (contract: string, options: InitOptions) => {
      const { runInit } = await import('./init/run-init.ts')
      await runInit(contract, options, output)
    })
}

const examples = `
Writes NAME.overlay.yaml next to the contract and latchkey.config.yaml here, and never overwrites a file. On a terminal it
asks about guesses that are not sure. Elsewhere it takes the sure ones, and writes the others as comments.

Examples:
  latchkey init ./openapi.yaml
  latchkey init ./openapi.yaml --dry-run
  latchkey init https://example.com/openapi.json --name acme --yes
`
