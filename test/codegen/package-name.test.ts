import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { generateIn, withFolder } from './command.ts'

const files = { 'openapi.yaml': 'openapi: 3.1.0\ninfo: { title: Tea house, version: 1.0.0 }\npaths: {}\n' }

test.each([
  [[], 'latchkey'],
  [['--package', 'latchkey'], 'latchkey'],
  [['--package', 'latchkey-client'], 'latchkey-client'],
])('with %j the generated files import %s', async (options, name) => {
  await withFolder(files, async (folder) => {
    expect(await generateIn(folder, 'openapi.yaml', '--out', 'made', ...options)).toMatchObject({ code: 0, error: '' })
    const texts = await Promise.all(
      ['client.ts', 'operations.ts'].map((file) => readFile(join(folder, 'made', file), 'utf8')),
    )
    const imported = texts.flatMap((text) => [...text.matchAll(/from '(latchkey[^']*)'/g)].map(([, from]) => from))

    expect(imported).toEqual([`${name}/client`, `${name}/contract`])
  })
})
