#!/usr/bin/env node
import nodeModule from 'node:module'
import { readManifest } from '../installation/installation.ts'

const needed = readManifest().engines.node.replace('>=', '')
if (process.versions.node.localeCompare(needed, 'en', { numeric: true }) < 0) {
  process.stderr.write(`Latchkey needs Node.js ${needed} or later; this is ${process.versions.node}\n`)
  process.exit(1)
}
// A reader that has seen enough, such as `head`, ends the command as it ends others: with 128 and the number of SIGPIPE.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(141)
})
// Before anything else is loaded: what was compiled once need not be compiled at the next start.
nodeModule.enableCompileCache()
const { run } = await import('./program.ts')
await run()
