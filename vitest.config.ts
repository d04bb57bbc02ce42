import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'] } },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'openapi/**/*.test.ts'],
    pool: 'forks',
    execArgv: ['--conditions=source'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
})
