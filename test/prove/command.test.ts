import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Report } from '../../src/verify/report.ts'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const main = resolve('src', 'cli', 'main.ts')
const notes = join(import.meta.dirname, 'notes.yaml')
const client = `"${process.execPath}" "${join(import.meta.dirname, 'command-client.mjs')}"`

function prove(...words: readonly string[]): Promise<{ code: number; out: string; error: string }> {
  const line = ['--conditions=source', main, 'prove', ...words]
  return new Promise((done) => {
    execFile(process.execPath, line, { cwd: folder }, (error, out, text) =>
      done({ code: typeof error?.code === 'number' ? error.code : 0, out, error: text }),
    )
  })
}

test('a command is run in each situation, and its reports say what it did', async () => {
  const [json, junit, html] = ['report.json', 'report.xml', 'report.html']
  const { code, out } = await prove(
    ...[notes, '--command', `${client} storm`, '--only', 'expired'],
    ...['--json', json, '--junit', junit, '--html', html],
  )
  expect([code, out]).toEqual([1, expect.stringContaining('The client of notes is wrong in 2 points')])
  expect(out).toContain('2 renewals more than usual after 1 refused call')
  const report = JSON.parse(readFileSync(join(folder, json), 'utf8')) as Report
  expect(report).toMatchObject({ client: `${client} storm`, api: 'notes', verdict: 'deviates' })
  expect(report.checks.find(({ id }) => id === 'expired: one-retry')?.evidence?.exchanges.length).toBeGreaterThan(0)
  expect(readFileSync(join(folder, junit), 'utf8')).toContain('<testsuites name="latchkey prove notes"')
  const page = readFileSync(join(folder, html), 'utf8')
  for (const words of ['<dt>Client</dt>', '<h2>Situations</h2>', 'Not shown:', 'Bearer &lt;'])
    expect(page).toContain(words)
})

test('a client that is right ends it with 0', async () => {
  const { code, out } = await prove(notes, '--command', client, '--only', 'expired')
  expect([code, out]).toEqual([0, expect.stringContaining('is right in all that it showed')])
})

test.each([
  [[notes], 'Name what runs the client'],
  [[notes, '--command', client, '--only', 'lunch'], 'There is no situation "lunch"'],
  [['no-such-api', '--command', client], 'no-such-api'],
  [[notes, '--command', client, '--html', 'no/such/folder.html'], 'there is no folder'],
])('%j is refused with 2, and why', async (words, why) => {
  const { code, error } = await prove(...words)
  expect([code, error]).toEqual([2, expect.stringContaining(why)])
})

test('the situations are listed', async () => {
  const { code, out } = await prove(notes, '--list')
  expect([code, out]).toEqual([
    0,
    expect.stringMatching(/^usual +Nothing goes wrong\.\nexpired +The credential expires/),
  ])
})
