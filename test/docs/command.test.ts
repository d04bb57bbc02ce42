import { execFile } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { someOf } from '../full.ts'

const run = promisify(execFile)

let home: string

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'latchkey-docs-'))
})

afterEach(() => rmSync(home, { recursive: true, force: true }))

function latchkey(args: readonly string[], cwd = '.', environment: NodeJS.ProcessEnv = {}) {
  const env = { ...process.env, ...environment }
  return run(process.execPath, ['--conditions=source', resolve('src/cli/main.ts'), ...args], { cwd, env })
}

const contract = resolve('test/docs/own.yaml')

describe('latchkey docs', () => {
  test('builds the site of a contract, says how far it is, and replaces the site that was there', async () => {
    const out = join(home, 'site')
    mkdirSync(join(out, 'assets'), { recursive: true })
    for (const name of ['index.html', 'left-over.html']) writeFileSync(join(out, name), '')
    const { stdout } = await latchkey(['docs', contract, '--name', 'club', '--out', out])
    expect(stdout).toMatch(/^Odd <i>Club<\/i> & 日本: 6 operations\n\d+ files in .*site, [\d.]+ s\n$/)
    expect(readdirSync(out).sort()).toEqual(['assets', 'club', 'index.html'])
    expect(readdirSync(join(out, 'assets')).sort()).toEqual(['copy.js', 'icon.svg', 'redoc.js', 'site.css', 'try.js'])
  })

  test('documents the APIs of the configuration, without the secrets of their seeds', async () => {
    const config = {
      apis: {
        club: {
          contract,
          auth: { key: 'off' },
          seed: { accounts: [{ login: 'me', email: 'me@club.example', password: `\${PASSWORD}` }] },
        },
        khe: {},
      },
    }
    writeFileSync(join(home, 'latchkey.config.json'), JSON.stringify(config))
    const { stdout } = await latchkey(['docs', '--out', 'site'], home, { PASSWORD: 'a-secret-of-the-environment' })
    expect(stdout).toContain('KHE: 7 operations\n')
    const pages = readdirSync(join(home, 'site', 'club')).map((name) =>
      readFileSync(join(home, 'site', 'club', name), 'utf8'),
    )
    expect(pages.filter((text) => text.includes('a-secret-of-the-environment'))).toEqual([])
    expect(pages.filter((text) => text.includes('the sandbox does not ask for it'))).toHaveLength(1)
    expect(existsSync(join(home, 'site', 'khe', 'facts.html'))).toBe(true)
  })

  test('documents the openapi folder of a project with the registers that it has', async () => {
    const folder = join(home, 'openapi', 'club')
    mkdirSync(folder, { recursive: true })
    copyFileSync(contract, join(folder, 'openapi.yaml'))
    writeFileSync(join(folder, 'changelog.yaml'), '- version: 1.0.0\n  changes:\n    - says: It began\n')
    await latchkey(['docs', '--out', 'site'], home)
    expect(readdirSync(join(home, 'site', 'club')).sort()).toEqual([
      'changelog.html',
      'flows.html',
      'index.html',
      'openapi.json',
      'reference.html',
      'try.html',
    ])
  })

  const refused: readonly (readonly [words: readonly string[], message: string])[] = [
    [
      [],
      'There is no latchkey.config.yaml and no openapi folder here; name the file or URL of a contract: latchkey docs ./openapi.yaml\n',
    ],
    [['kha'], 'There is no API, file or folder "kha"; did you mean "khe"?\n'],
    [['khe', '--name', 'x'], '--name is for one contract; here are 0\n'],
  ]

  test.each(someOf(refused, 1))('refuses %j', async (words, message) => {
    await expect(latchkey(['docs', ...words, '--out', 'site'], home)).rejects.toMatchObject({
      code: 2,
      stderr: message,
    })
  })

  test('does not replace a folder that is no site', async () => {
    const out = join(home, 'work')
    mkdirSync(out)
    writeFileSync(join(out, 'thesis.txt'), '')
    await expect(latchkey(['docs', contract, '--out', out])).rejects.toMatchObject({
      code: 1,
      stderr: `"${out}" holds something else than a site; name another folder with --out\n`,
    })
  })
})

describe('latchkey changes', () => {
  test('names the contracts there are', async () => {
    await expect(latchkey(['changes', 'nothing'])).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^There is no contract "nothing" here; there are innodata, khe,/),
    })
  })
})
