import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Manifest, publishedManifest } from './published-manifest.ts'
import { publishedReadme } from './readme.ts'

/** What is another text in the package than in the repository. */
const published: Readonly<Record<string, (text: string) => string>> = {
  'package.json': (text) => `${JSON.stringify(publishedManifest(JSON.parse(text) as Manifest), undefined, 2)}\n`,
  'README.md': publishedReadme,
}

const inRoot = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const kept = (name: string) => inRoot(`node_modules/.${name}.kept`)

const steps: Readonly<Record<string, () => void>> = {
  publish() {
    for (const [name, rewritten] of Object.entries(published)) {
      const text = readFileSync(inRoot(name), 'utf8')
      writeFileSync(kept(name), text)
      writeFileSync(inRoot(name), rewritten(text))
    }
  },
  restore() {
    for (const name of Object.keys(published)) writeFileSync(inRoot(name), readFileSync(kept(name)))
  },
}

const [name = ''] = process.argv.slice(2)
const step = steps[name]
if (!step) throw new RangeError(`"${name}" is no step; there are ${Object.keys(steps).join(' and ')}`)
step()
