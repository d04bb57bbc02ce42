import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { shownName } from './name-of.ts'

test.each([
  [resolve('contracts/openapi.yaml'), 'contracts/openapi.yaml'],
  ['https://example.com/openapi.json', 'https://example.com/openapi.json'],
  ['https://me:secret@example.com/openapi.json?token=secret#x', 'https://example.com/openapi.json?…'],
])('%s is shown without credentials', (file, shown) => {
  expect(shownName(file)).toBe(shown)
})
