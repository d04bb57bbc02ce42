import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { settingNames, settingsIn, settingTable } from '../../src/conformance/setting-table.ts'
import { loadSuites } from '../../src/conformance/suites.ts'
import { tags } from '../../src/conformance/tags.ts'
import { hookNames, hookTable } from '../../src/verify/hooks/hook-table.ts'

const guide = readFileSync('docs/verify.md', 'utf8')

/** The rows of a table of a section, by their first column; the table is known by the head of that column. */
function rowsOf(heading: string, column: string): Map<string, string> {
  const [, section = ''] = guide.split(`## ${heading}\n`)
  const [, table = ''] = (section.split('\n## ')[0] ?? '').split(`| ${column} |`)
  const rows = [...(table.split('\n\n')[0] ?? '').matchAll(/^\| `(\w+)` \|(.*)\|$/gm)]
  return new Map(rows.map(([, name = '', rest = '']) => [name, rest]))
}

describe('docs/verify.md', () => {
  test('has every hook with the names of what it is handed and answers, and no other', () => {
    const rows = rowsOf('Hooks', 'hook')
    expect([...rows.keys()]).toEqual(hookNames)
    for (const name of hookNames) {
      const [, input = '', output = ''] = rows.get(name)?.split(' | ') ?? []
      for (const member of Object.keys(hookTable[name].input)) expect(input).toContain(`"${member}"`)
      for (const member of Object.keys(hookTable[name].output)) expect(output).toContain(`"${member}"`)
    }
  })

  test('has every setting that a check changes, what it sets, and for which APIs', async () => {
    const suites = await loadSuites()
    const rows = rowsOf('Hooks', 'setting')
    expect([...rows.keys()]).toEqual(settingNames)
    for (const name of settingNames) {
      const { type, says } = settingTable[name]
      const apis = suites.filter(({ checks }) => checks.some(({ needs }) => settingsIn(needs).includes(name)))
      const cells = [type, says.slice(0, 1).toLowerCase() + says.slice(1), apis.map(({ api }) => api).join(', ')]
      expect(rows.get(name)?.trim()).toBe(cells.join(' | '))
    }
  })

  test('has every kind of check', () => {
    expect(guide).toContain(`Kinds are ${tags.map((tag) => `\`${tag}\``).join(' ')}.`.replace(/(throttling`) /, '$1\n'))
  })
})
