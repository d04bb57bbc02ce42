import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { bundleContract } from '../../src/codegen/bundle.ts'
import { seedFaults } from '../../src/codegen/seed-faults.ts'

const [, section = ''] = /^## Seeds\n(.*?)^## /ms.exec(readFileSync('docs/start.md', 'utf8')) ?? []
const [, yaml = ''] = /^```yaml\n(.*?)^```$/ms.exec(section) ?? []

test('the seed of the page fits the contract of the shop', async () => {
  const { document } = await bundleContract('examples/orders/openapi.yaml')
  expect(parse(yaml)).toMatchObject({ accounts: [{ login: 'ada' }, {}] })
  expect(seedFaults(document, parse(yaml))).toEqual([])
})
