import { expect, test } from 'vitest'
import { banner } from './banner.ts'

const servers = { apis: [], origin: 'http://localhost:4300', mockOrigin: 'http://localhost:4310', demo: true }
const plain = (_style: string, text: string) => text

test('the banner names the console where it is built, and what builds it where it is not', () => {
  expect(banner(servers, plain, undefined)).toContain('Console: http://localhost:4300/\n')
  const without = banner(servers, plain, 'npm run build:console')
  expect(without).toContain('Console: not built yet. Run npm run build:console to serve it at http://localhost:4300/\n')
})
