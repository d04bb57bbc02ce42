#!/usr/bin/env node
import { enableCompileCache } from 'node:module'

// Before anything else is loaded: what was compiled once need not be compiled at the next start.
enableCompileCache()
const { run } = await import('./program.ts')
await run()
