import { Command } from 'commander'
import { readManifest } from '../installation/installation.ts'
import { changesCommand } from './changes.ts'
import { docsCommand } from './docs.ts'
import { execCommand } from './exec.ts'
import { exitCodeFor, printable } from './failure.ts'
import { generateCommand } from './generate.ts'
import { initCommand } from './init.ts'
import { lintCommand } from './lint.ts'
import { standardOutput } from './output.ts'
import { proveCommand } from './prove.ts'
import { startCommand } from './start.ts'
import { stubCommand } from './stub.ts'
import { verifyCommand } from './verify.ts'

/** Runs the command line; what goes wrong is said in one line on stderr. */
export async function run(): Promise<void> {
  const program = new Command('latchkey')
    .description(
      'Runs any OpenAPI contract as a server that checks every credential, with mocks, typed clients, server stubs and documentation',
    )
    .version(readManifest().version, '-V, --version', 'say which version this is')
    .addCommand(startCommand(process.env), { isDefault: false })
    .addCommand(execCommand(process.env))
    .addCommand(initCommand())
    .addCommand(verifyCommand(process.env))
    .addCommand(proveCommand(process.env))
    .addCommand(generateCommand())
    .addCommand(lintCommand())
    .addCommand(stubCommand(process.env))
    .addCommand(docsCommand(process.env))
    .addCommand(changesCommand())
  for (const command of [program, ...program.commands])
    command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  try {
    await program.parseAsync()
  } catch (error) {
    standardOutput.error(`${printable(error)}\n`)
    process.exit(exitCodeFor(error))
  }
}
