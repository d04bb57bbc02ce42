import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'openapi/**/*.test.ts'],
    pool: 'forks',
    // Most tests wait for processes of their own; a second worker uses the time.
    maxWorkers: 2,
    execArgv: ['--conditions=source'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What is waited for comes in its time, however busy the machine is.
    expect: { poll: { timeout: 20_000 } },
  },
})
