import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Report } from '../../src/verify/report.ts'
import { workshop } from './project.ts'

const shop = workshop()
afterAll(shop.close)
beforeAll(() => shop.stub('innodata', 'mine'))

async function tested(...words: string[]): Promise<{ code: number; report: Report }> {
  const { code } = await shop.test('mine', '--json', 'report.json', ...words)
  return { code, report: JSON.parse(readFileSync(join(shop.folder, 'mine/report.json'), 'utf8')) as Report }
}

function failing({ checks }: Report): string[] {
  const deviating = checks.filter(({ result, operation }) => result === 'deviation' && operation !== null)
  return [...new Set(deviating.map(({ operation }) => String(operation)))].sort()
}

const all = [
  'activateUser',
  'createTeam',
  'createUser',
  'getCurrentUser',
  'getStatus',
  'listTeams',
  'login',
  'postV11Users',
]

test('each operation fails until it is implemented, and is green then', { tags: 'full' }, async () => {
  const before = await tested()
  const alone = await tested('--operation', 'getStatus')

  expect([before.code, failing(before.report)]).toEqual([1, all])
  expect([alone.code, failing(alone.report)]).toEqual([1, ['getStatus']])

  shop.edit(
    'mine/src/handlers/service.ts',
    `import { todo } from '../todo.ts'`,
    `import { randomUUID } from 'node:crypto'`,
  )
  shop.edit(
    'mine/src/handlers/service.ts',
    'getStatus: todo',
    `getStatus: () => ({
    status: 200,
    body: { success: true, status_code: 200, tracking: randomUUID(), response: { status: 'ok' } },
  })`,
  )
  const after = await tested()
  const green = await tested('--operation', 'getStatus')

  expect([after.code, failing(after.report)]).toEqual([1, all.filter((id) => id !== 'getStatus')])
  expect([green.code, green.report.verdict, green.report.totals.passed]).toEqual([0, 'holds', 3])
})

test('a reply that breaks the contract is told on the standard error, and what is wrong with it', {
  tags: 'full',
}, async () => {
  shop.edit('mine/src/handlers/service.ts', 'success: true', 'success: false')

  const { code, stderr } = await shop.test('mine', '--operation', 'getStatus')

  expect([code, stderr]).toEqual([1, expect.stringContaining('the reply breaks the contract')])
})
