import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildAssets } from './assets.ts'
import type { Site } from './layout.ts'
import { kindsOf } from './layout.ts'
import { type Kind, pageOf } from './links.ts'
import { plain } from './markdown.ts'
import { changelogPage } from './pages/changelog.ts'
import { checksPage } from './pages/checks.ts'
import { factsPage } from './pages/facts.ts'
import { flowsPage } from './pages/flows.ts'
import { type Guide, guidePage } from './pages/guide.ts'
import { homePage } from './pages/home.ts'
import { contractPath, overviewPage } from './pages/overview.ts'
import { referencePage } from './pages/reference.ts'
import { tryPage } from './pages/try.ts'
import { type ApiSource, readApis } from './sources.ts'

/** The texts of `docs/` that are pages of the site, and what the header calls them. */
const guideTitles: Readonly<Record<string, string>> = {
  start: 'Your own API',
  contracts: 'Declarations',
  sandbox: 'Sandbox',
  clients: 'Clients',
  testing: 'Testing',
  verify: 'Verifying',
  generate: 'Generating',
  server: 'Servers',
  mutants: 'Mutants',
  'mock-differences': 'Mock differences',
  prism: 'Prism',
  verdicts: 'Verdicts',
  security: 'Security',
  performance: 'Performance',
  durability: 'Durability',
}

const pages: Readonly<Record<Kind, (site: Site, api: ApiSource) => string>> = {
  index: overviewPage,
  reference: referencePage,
  flows: flowsPage,
  facts: factsPage,
  checks: checksPage,
  try: tryPage,
  changelog: changelogPage,
}

/** Tells how far the building is. */
export type Progress = (line: string) => void

/** Every file of the site by its path: pages, contracts, scripts and the style sheet. */
export async function buildSite(
  root: string,
  progress: Progress = () => undefined,
): Promise<ReadonlyMap<string, string>> {
  const apis = await readApis(root)
  const guides = Object.entries(guideTitles).map(([name, title]) => readGuide(root, name, title))
  const site = { apis, guides }
  progress('scripts and styles')
  const files = new Map(await buildAssets())
  files.set('index.html', homePage(site))
  for (const api of apis) {
    progress(plain(api.name))
    for (const kind of kindsOf(api)) files.set(pageOf(api.id, kind), pages[kind](site, api))
    files.set(contractPath(api.id), `${JSON.stringify(api.contract.document, null, 2)}\n`)
  }
  for (const guide of guides) files.set(guide.path, guidePage(site, guide))
  return files
}

function readGuide(root: string, name: string, title: string): Guide {
  return { path: `${name}.html`, title, text: readFileSync(join(root, 'docs', `${name}.md`), 'utf8') }
}
