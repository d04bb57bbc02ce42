import { describe, expect, test } from 'vitest'
import { rfcsIn, rfcsOf } from '../../src/conformance/rfcs.ts'
import { loadSuites } from '../../src/conformance/suites.ts'
import { tags } from '../../src/conformance/tags.ts'

/** The path of every value within something, in its order. */
function leaves(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([name, inner]) => leaves(inner, path === '' ? name : `${path}.${name}`))
}

describe.each(await loadSuites())('the suite of $api', ({ inputs, demoPeople, checks }) => {
  test('names every value that it wants of a server', () => {
    expect(inputs.map(({ path }) => path)).toEqual(leaves(demoPeople))
    const secrets = inputs.filter(({ secret }) => secret).map(({ path }) => path)
    expect(secrets).toEqual(inputs.map(({ path }) => path).filter((path) => /(password|secret)$/.test(path)))
  })

  test('has no two checks of one name, and none without an authority', () => {
    const ids = checks.map(({ id }) => id)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
    expect(checks.filter(({ facts, rfcs, clauses }) => [...facts, ...rfcs, ...clauses].length === 0)).toEqual([])
  })

  test('tags each check with known kinds of promise, each once and in their order', () => {
    for (const check of checks) {
      expect([check.id, check.tags]).toEqual([check.id, tags.filter((tag) => check.tags.includes(tag))])
      expect(check.tags.length).toBeGreaterThan(0)
    }
  })
})

test.each([
  ['page; RFC 6749, 4.4.3', ['RFC 6749, 4.4.3']],
  ['RFC 9110, 15.5.16 and 12.5.1', ['RFC 9110, 15.5.16', 'RFC 9110, 12.5.1']],
  ['RFC 9110, 15.5.2 demands; RFC 7617, 2 and 2.1', ['RFC 9110, 15.5.2', 'RFC 7617, 2', 'RFC 7617, 2.1']],
  ['PKCE (RFC 7636), S256', ['RFC 7636']],
  ['RFC 6265bis, 4.1; OWASP ASVS 5.0, 3.3', ['RFC 6265bis, 4.1']],
  ['RFC 6585, 4; NIST SP 800-63B-4, 5.2.2', ['RFC 6585, 4']],
  ['no such thing', []],
])('of "%s" the sections of RFCs are %j', (text, sections) => {
  expect(rfcsIn(text)).toEqual(sections)
})

test('a check rests on its own sections and on those of its facts, each once', () => {
  const register = [
    { id: 'X-01', says: 'As RFC 9110, 9.3.2 has it', source: 'RFC 9110, 9.3.2 and 9.3.7' },
    { id: 'X-02', says: 'Something', source: 'RFC 8259', decision: 'As RFC 7493, 2 has it' },
    { id: 'X-03', says: 'Something else', source: 'RFC 6749, 6' },
  ]
  expect(rfcsOf({ facts: ['X-01', 'X-02'], rfcs: ['RFC 8259'] }, register)).toEqual([
    'RFC 8259',
    'RFC 9110, 9.3.2',
    'RFC 9110, 9.3.7',
    'RFC 7493, 2',
  ])
})
