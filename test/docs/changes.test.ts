import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { judgeChanges } from '../../src/docs/changes/gate.ts'

const api = 'nebula-block'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'latchkey-changes-'))
  cpSync(join('openapi', api), join(root, 'openapi', api), { recursive: true })
  cpSync(join('openapi', api, 'released.yaml'), file('openapi.yaml'))
  writeFileSync(join(root, 'redocly.yaml'), `telemetry: off\nextends:\n  - ${resolve('redocly.yaml')}\n`)
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

function file(name: string): string {
  return join(root, 'openapi', api, name)
}

function edit(name: string, from: string, to: string): void {
  const text = readFileSync(file(name), 'utf8')
  expect(text).toContain(from)
  writeFileSync(file(name), text.replace(from, to))
}

function announce(version: string, change: string): void {
  const text = readFileSync(file('changelog.yaml'), 'utf8')
  writeFileSync(
    file('changelog.yaml'),
    `- version: ${version}\n  changes:\n    - says: A one-time password beside the others.\n${change}${text}`,
  )
}

function breakLogin(): void {
  edit('openapi.yaml', 'required: [username, password]', 'required: [username, password, otp]')
}

describe('a contract that changed since its last release', () => {
  test('passes as it was released', async () => {
    expect(await judgeChanges(root, api)).toEqual({
      api,
      released: '1.0.0',
      version: '1.0.0',
      breaking: [],
      faults: [],
    })
  })

  test('passes with an entry if it was never released', { tags: 'full' }, async () => {
    rmSync(file('released.yaml'))
    edit('changelog.yaml', '  released: 2026-11-25\n', '')
    expect((await judgeChanges(root, api)).faults).toEqual([])
  })

  test('is refused if the changelog and what was released do not go together', async () => {
    rmSync(file('released.yaml'))
    expect((await judgeChanges(root, api)).faults).toEqual([
      'changelog.yaml was last released as 1.0.0, released.yaml is missing',
    ])
  })

  test('passes if nothing breaks', async () => {
    edit('openapi.yaml', 'summary: Log in', 'summary: Sign in')
    expect((await judgeChanges(root, api)).faults).toEqual([])
  })

  test('is refused with a breaking change that nobody announced', async () => {
    breakLogin()
    const { breaking, faults } = await judgeChanges(root, api)
    expect(breaking).toEqual([expect.stringContaining('Properties of `LoginForm` became required: `otp`.')])
    expect(faults).toEqual([
      'there are breaking changes, but the version is still 1.0.0',
      'no change of 1.0.0 in changelog.yaml is announced as breaking',
    ])
  })

  test('is refused if the entry does not say that it breaks', { tags: 'full' }, async () => {
    breakLogin()
    edit('openapi.yaml', 'version: 1.0.0', 'version: 2.0.0')
    announce('2.0.0', '')
    expect((await judgeChanges(root, api)).faults).toEqual([
      'no change of 2.0.0 in changelog.yaml is announced as breaking',
    ])
  })

  test('passes once the breaking change is announced', { tags: 'full' }, async () => {
    breakLogin()
    edit('openapi.yaml', 'version: 1.0.0', 'version: 2.0.0')
    announce('2.0.0', '      breaking: true\n')
    const { breaking, faults } = await judgeChanges(root, api)
    expect({ breaking: breaking.length, faults }).toEqual({ breaking: 1, faults: [] })
  })

  test('is refused with a new version that has no entry', { tags: 'full' }, async () => {
    edit('openapi.yaml', 'version: 1.0.0', 'version: 1.9.0')
    expect((await judgeChanges(root, api)).faults).toEqual(['changelog.yaml has no entry for 1.9.0'])
  })

  test('is refused if its version goes back', { tags: 'full' }, async () => {
    edit('openapi.yaml', 'version: 1.0.0', 'version: 0.9.0')
    announce('0.9.0', '')
    expect((await judgeChanges(root, api)).faults).toEqual(['the version went back from 1.0.0 to 0.9.0'])
  })
})
