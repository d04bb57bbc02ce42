import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const file = fileURLToPath(new URL('../package.json', import.meta.url))
const kept = fileURLToPath(new URL('../node_modules/.package.json.kept', import.meta.url))

interface Manifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>
}

/**
 * What is published names no sources: they are not in the package, and a project that has a condition `source` of its own
 * would be led to files that are not there.
 */
function withoutSources({ exports, ...others }: Manifest): Manifest {
  const built = Object.entries(exports).map(([name, target]) => {
    if (typeof target === 'string') return [name, target] as const
    const { source: _, ...conditions } = target
    return [name, conditions] as const
  })
  return { ...others, exports: Object.fromEntries(built) }
}

const steps: Readonly<Record<string, () => void>> = {
  publish() {
    const text = readFileSync(file, 'utf8')
    writeFileSync(kept, text)
    writeFileSync(file, `${JSON.stringify(withoutSources(JSON.parse(text) as Manifest), undefined, 2)}\n`)
  },
  restore() {
    writeFileSync(file, readFileSync(kept))
  },
}

const [name = ''] = process.argv.slice(2)
const step = steps[name]
if (!step) throw new RangeError(`"${name}" is no step; there are ${Object.keys(steps).join(' and ')}`)
step()
