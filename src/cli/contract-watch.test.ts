import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { ContractWatch } from './contract-watch.ts'

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'watch-')))
const [tea, cup] = [join(folder, 'tea.yaml'), join(folder, 'cup.yaml')]
const watch = new ContractWatch()

afterAll(() => {
  watch.close()
  rmSync(folder, { recursive: true })
})

test('a file that is written again as it was is told of once', async () => {
  writeFileSync(tea, 'leaf: green')
  watch.add([tea])
  writeFileSync(tea, 'leaf: black')
  expect(await watch.changes(() => true)).toEqual(new Set([tea]))

  writeFileSync(tea, 'leaf: black')
  writeFileSync(cup, 'size: 2')
  expect(await watch.changes(() => true)).toEqual(new Set([cup]))
})
