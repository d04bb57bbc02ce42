import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { startTestServer } from '../test-server.ts'

const server = await startTestServer()
vi.stubEnv('LATCHKEY_URL', `http://127.0.0.1:${server.port}`)

afterAll(() => server.stop())

// The example is run as a reader would run it: its tests become tests of this file.
describe('the example', async () => {
  await import('./examples/login.ts')
})

/** The code blocks of the page, without what only our own lint needs. */
const blocks = [...readFileSync('docs/testing.md', 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code)

function source(name: string): string {
  return readFileSync(`test/testing/examples/${name}.ts`, 'utf8').replaceAll(/^ *\/\/ biome-ignore .*\n/gm, '')
}

describe('docs/testing.md', () => {
  test.each(['fixtures', 'login'])('shows what is run of %s', (name) => {
    expect(blocks).toContain(source(name))
  })

  test('shows the same fixture for Playwright', () => {
    const imports = source('fixtures').replace("from 'vitest'", "from '@playwright/test'")
    const [first = '', second = '', ...rest] = imports.split('\n')
    expect(blocks).toContain([second, first, ...rest].join('\n'))
  })
})
