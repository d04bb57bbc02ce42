#!/usr/bin/env node
import { Command } from 'commander'
import { printable } from './failure.ts'
import { generateCommand } from './generate.ts'
import { startCommand } from './start.ts'

const program = new Command('latchkey')
  .description('Five documented authentication APIs as contracts that run')
  .addCommand(startCommand(process.env), { isDefault: false })
  .addCommand(generateCommand())

program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${printable(error)}\n`)
  process.exit(1)
})
