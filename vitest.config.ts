import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** What takes minutes begins first, so that nothing waits for it in the end. */
const longest = [
  'test/faults/kill',
  'test/contract/reference',
  'test/mutants/mutants',
  'test/attacks/marked-secrets',
  'test/package/package',
  'test/contract/one-state',
  'test/attacks/properties',
  'test/docs/browser',
  'test/server/lifecycle',
  'test/faults/failing-disk',
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
    sequence: { sequencer: LongestFirst },
    execArgv: ['--conditions=source'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is waited for comes in its time, however busy the machine is.
    expect: { poll: { timeout: 20_000 } },
  },
})
