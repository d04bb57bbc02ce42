import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildConsole } from '../../build/console.ts'

test('a console that is in use keeps the files that are current when it is built again', async () => {
  const place = await mkdtemp(join(tmpdir(), 'console-'))
  const folder = join(place, 'console')
  const page = async () => (await stat(join(folder, 'index.html'))).ino
  try {
    await buildConsole(folder)
    const before = await page()
    await writeFile(join(folder, 'old.js'), '')
    await buildConsole(folder)
    expect(await page()).toBe(before)
    expect(await readdir(folder)).toEqual(['console.js', 'icon.svg', 'index.html', 'look.css'])
    expect(await readdir(place)).toEqual(['console'])
  } finally {
    await rm(place, { recursive: true })
  }
})
