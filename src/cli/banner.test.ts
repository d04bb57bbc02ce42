import { expect, test } from 'vitest'
import { banner } from './banner.ts'

const servers = { apis: [], port: 4300, mockPort: 4310, demo: true }
const plain = (_style: string, text: string) => text

test('the banner names the console where it is built, and what builds it where it is not', () => {
  expect(banner(servers, plain, undefined)).toContain('Open http://localhost:4300/ to see and steer it: the console.\n')
  const without = banner(servers, plain, 'npm run build:console')
  expect(without).toContain('at http://localhost:4300/, is not built yet: npm run build:console\n')
  expect(without).not.toContain('Open ')
})
