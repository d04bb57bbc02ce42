import { Command } from 'commander'
import { UsageFailure } from './failure.ts'
import type { OwnOptions } from './own/options.ts'
import { dataOption, withServingOptions } from './start.ts'

type Flags = OwnOptions & { readonly config?: string; readonly data: string }

const help = `
The command finds in its environment

  LATCHKEY_URL       where the server is, such as http://localhost:41234
  LATCHKEY_MOCK_URL  where the mocks are

  latchkey exec -- npm test                       the APIs of latchkey.config.yaml; without one, the built-in APIs
  latchkey exec ./openapi.yaml -- npx playwright test

It ends with the exit code of the command.`

/** `latchkey exec`: runs a command with a server of its own, on free ports, which goes when the command ends. */
export function execCommand(environment: NodeJS.ProcessEnv): Command {
  const command: Command = new Command('exec')
    .description('Run a command with a server of its own, and stop that when it ends')
    .argument('[api...]', 'what to serve, as for latchkey start')
    .usage('[options] [api...] -- <command> [argument...]')
  return withServingOptions(command)
    .addOption(dataOption(':memory:'))
    .addHelpText('after', help)
    .action(async (words: string[], flags: Flags) => {
      const raw: readonly string[] = (command.parent as { rawArgs?: readonly string[] } | null)?.rawArgs ?? []
      const at = raw.indexOf('--')
      const line = at < 0 ? [] : raw.slice(at + 1)
      if (line.length === 0) throw new UsageFailure('Say what to run behind "--", such as: latchkey exec -- npm test')
      const { runWithServer } = await import('./run-exec.ts')
      process.exitCode = await runWithServer(line, words.slice(0, words.length - line.length), flags, environment)
    })
}
