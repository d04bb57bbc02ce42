import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { builtInContract, builtInIds } from './built-in.ts'
import { contractIds, projectTargets } from './contracts.ts'
import { disk } from './disk.ts'

const root = mkdtempSync(join(tmpdir(), 'catalogue-'))
const file = join(root, 'openapi', 'orders', 'openapi.yaml')
mkdirSync(join(root, 'openapi', 'rules'), { recursive: true })
mkdirSync(join(root, 'openapi', 'orders'))
writeFileSync(file, 'openapi: 3.1.0')
writeFileSync(join(root, 'openapi', 'openapi.yaml'), '')

afterAll(() => rmSync(root, { recursive: true }))

test('the contracts of a project are the folders that have one', () => {
  expect(contractIds(root)).toEqual(['orders'])
  expect(projectTargets(root)).toEqual([{ file, folder: join(root, 'generated', 'orders') }])
  expect(contractIds(join(root, 'nowhere'))).toEqual([])
})

test('every built-in API has a contract', () => {
  expect(builtInIds()).toContain('sandbox')
  for (const id of builtInIds()) expect(builtInContract(id).operations.length).toBeGreaterThan(0)
})

test('the disk says what is there, and has nothing of what cannot be read', () => {
  expect([disk.kindOf(root), disk.kindOf(file), disk.kindOf(`${file}/x`)]).toEqual(['folder', 'file', undefined])
  expect([disk.namesIn(join(root, 'openapi', 'orders')), disk.namesIn(file)]).toEqual([['openapi.yaml'], []])
  expect([disk.textOf(file), disk.textOf(root)]).toEqual(['openapi: 3.1.0', ''])
})
