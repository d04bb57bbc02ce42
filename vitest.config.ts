import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { RunSummary } from './build/run-summary.ts'

/** Files that take longest start first, so that the end of the run does not wait for one of them. */
const longest = [
  'test/contract/reference',
  'test/mutants/mutants',
  'test/faults/kill',
  'test/package/package',
  'test/server/lifecycle',
  'test/browser/',
  'test/console/',
  'test/docs/samples',
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other))
  }
}

function rank({ moduleId }: TestSpecification): number {
  const place = longest.findIndex((name) => moduleId.includes(name))
  return place < 0 ? longest.length : place
}

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'openapi/**/*.test.ts'],
    pool: 'forks',
    // Most tests wait for processes of their own; a second worker uses the time.
    maxWorkers: 2,
    // Files of one worker share the modules they import, and what those compiled: it saves a quarter of the work.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    execArgv: ['--conditions=source'],
    // What it imports is for Node to load, as without tests.
    server: { deps: { external: [/\/fresh-modules\.ts$/] } },
    reporters: ['default', new RunSummary()],
    tags: [{ name: 'full', description: 'Takes long: runs with `npm run test:full` only.' }],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A poll ends as soon as it succeeds; the limit is for busy machines.
    expect: { poll: { timeout: 20_000 } },
  },
})
