import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { tags } from '../../src/conformance/tags.ts'
import { hookNames, hookTable } from '../../src/verify/hooks/hook-table.ts'

const guide = readFileSync('docs/verify.md', 'utf8')

/** The lines of a table by what stands in their first column. */
function rowsOf(heading: string): Map<string, string> {
  const [, section = ''] = guide.split(`## ${heading}\n`)
  const rows = [...(section.split('\n## ')[0] ?? '').matchAll(/^\| `(\w+)` \|(.*)\|$/gm)]
  return new Map(rows.map(([, name = '', rest = '']) => [name, rest]))
}

describe('docs/verify.md', () => {
  test('has every hook with the names of what it is handed and answers, and no other', () => {
    const rows = rowsOf('Hooks')
    expect([...rows.keys()]).toEqual(hookNames)
    for (const name of hookNames) {
      const [, input = '', output = ''] = rows.get(name)?.split(' | ') ?? []
      for (const member of Object.keys(hookTable[name].input)) expect(input).toContain(`"${member}"`)
      for (const member of Object.keys(hookTable[name].output)) expect(output).toContain(`"${member}"`)
    }
  })

  test('has every kind of check', () => {
    expect(guide).toContain(`Kinds are ${tags.map((tag) => `\`${tag}\``).join(' ')}.`.replace(/(throttling`) /, '$1\n'))
  })
})
