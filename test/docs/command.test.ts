import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const run = promisify(execFile)

let home: string

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'latchkey-docs-'))
})

afterEach(() => rmSync(home, { recursive: true, force: true }))

function latchkey(args: readonly string[], cwd = '.') {
  return run(process.execPath, ['--conditions=source', resolve('src/cli/main.ts'), ...args], { cwd })
}

describe('latchkey docs', () => {
  test('builds the site, says how far it is, and replaces the site that was there', { tags: 'full' }, async () => {
    const out = join(home, 'site')
    await latchkey(['docs', '--out', out])
    writeFileSync(join(out, 'left-over.html'), '')
    const { stdout } = await latchkey(['docs', '--out', out])
    expect(stdout).toMatch(/^scripts and styles\n(.+\n)+\d+ files in .*site, [\d.]+ s\n$/)
    expect([existsSync(join(out, 'index.html')), existsSync(join(out, 'left-over.html'))]).toEqual([true, false])
  })

  test('does not replace a folder that is no site', async () => {
    const out = join(home, 'work')
    mkdirSync(out)
    writeFileSync(join(out, 'thesis.txt'), '')
    await expect(latchkey(['docs', '--out', out])).rejects.toMatchObject({
      code: 1,
      stderr: `"${out}" holds something else than a site; name another folder with --out\n`,
    })
  })

  test('says where it is to be run', async () => {
    await expect(latchkey(['docs'], home)).rejects.toMatchObject({
      code: 1,
      stderr: 'There is no openapi folder here; run "latchkey docs" where the contracts are\n',
    })
  })
})

describe('latchkey changes', () => {
  test('names the contracts there are', async () => {
    await expect(latchkey(['changes', 'nothing'])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^There is no contract "nothing" here; there are innodata, khe,/),
    })
  })
})
