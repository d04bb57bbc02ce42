import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { builtInContract, builtInIds } from '../catalogue/built-in.ts'
import { loadSuite } from '../conformance/suites.ts'
import { packageFolder, shippedFile } from '../installation/installation.ts'
import { readRegisters } from './registers.ts'
import type { SiteParts } from './site.ts'
import { type ApiSource, wordsOf } from './sources.ts'

/** The texts of `docs/` that are pages of the site, and what the header calls them. */
const guideTitles: Readonly<Record<string, string>> = {
  'your-own-api': 'Get started',
  start: 'Your own API',
  init: 'Proposals',
  contracts: 'Declarations',
  sandbox: 'Sandbox',
  clients: 'Clients',
  testing: 'Testing',
  verify: 'Verifying',
  prove: 'Proving',
  generate: 'Generating',
  server: 'Servers',
  mutants: 'Mutants',
  'mock-differences': 'Mock differences',
  prism: 'Prism',
  verdicts: 'Verdicts',
  security: 'Security',
  performance: 'Performance',
  durability: 'Durability',
  'exit-codes': 'Exit codes',
}

/** Latchkey's own documentation: the built-in APIs, and the texts of `docs/`. The control API, which has no flows, goes last. */
export async function builtInSite(): Promise<Omit<SiteParts, 'assets'>> {
  const apis = await Promise.all(builtInIds().map(builtInSource))
  const guides = Object.entries(guideTitles).map(([name, title]) => {
    const file = join(packageFolder, 'docs', `${name}.md`)
    return { path: `${name}.html`, title, text: existsSync(file) ? readFileSync(file, 'utf8') : '' }
  })
  const byFlows = apis.toSorted((one, other) => Number(other.flows.length > 0) - Number(one.flows.length > 0))
  return { name: 'Latchkey', apis: byFlows, guides }
}

/** Everything about one of the built-in APIs. */
export async function builtInSource(id: string): Promise<ApiSource> {
  const contract = builtInContract(id)
  const { checks } = await loadSuite(id)
  return {
    id,
    name: nameOf(contract.title),
    ...wordsOf(contract),
    contract,
    ...readRegisters(shippedFile('.'), id, contract),
    checks,
  }
}

/** A title says whose it is and what about; what is left names the API. */
function nameOf(title: string): string {
  const name = title.replace(/^Latchkey |( API| by \w+)?, authentication$/g, '')
  return `${name[0]?.toUpperCase()}${name.slice(1)}`
}
