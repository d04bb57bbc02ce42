import { fileURLToPath } from 'node:url'
import { builtInSite } from '../src/docs/built-in-site.ts'
import { buildSite } from '../src/docs/site.ts'
import { writeSite } from '../src/docs/write-site.ts'
import { buildAssets } from './docs-assets.ts'

const folder = fileURLToPath(new URL('../dist/docs', import.meta.url))
const [parts, assets] = await Promise.all([builtInSite(), buildAssets()])
writeSite(folder, buildSite({ ...parts, assets }))
