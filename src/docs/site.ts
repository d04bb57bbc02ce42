import { kindsOf, type Site } from './layout.ts'
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
import type { ApiSource } from './sources.ts'

/** What a site is made of. */
export interface SiteParts extends Site {
  readonly guides: readonly Guide[]
  /** Its scripts and styles, by path. */
  readonly assets: ReadonlyMap<string, string>
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
export function buildSite(site: SiteParts, progress: Progress = () => undefined): ReadonlyMap<string, string> {
  const files = new Map(site.assets)
  files.set('index.html', homePage(site))
  for (const api of site.apis) {
    progress(`${plain(api.name)}: ${api.contract.operations.length} operations`)
    for (const [path, text] of pagesOf(site, api)) files.set(path, text)
  }
  for (const guide of site.guides) files.set(guide.path, guidePage(site, guide))
  return files
}

/** The pages of one API, and its contract. */
export function pagesOf(site: Site, api: ApiSource): readonly (readonly [path: string, text: string])[] {
  return [
    ...kindsOf(api).map((kind) => [pageOf(api.id, kind), pages[kind](site, api)] as const),
    [contractPath(api.id), `${JSON.stringify(api.contract.document, null, 2)}\n`] as const,
  ]
}
