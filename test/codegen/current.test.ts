import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectTargets } from '../../src/catalogue/contracts.ts'
import { generate, staleFiles, writeFiles } from '../../src/codegen/generate.ts'
import { generateIn, spawnGenerate, watchGenerate, withFolder } from './command.ts'

const contract = `openapi: 3.1.0
info: { title: Tea house, version: 1.0.0 }
paths:
  /teas:
    get: { operationId: listTeas, responses: { "204": { description: Done. } } }
`

const referring = `${contract}components: { schemas: { Tea: { properties: { pot: { $ref: pot.yaml } } } } }\n`

const names = ['contract.json', 'schema.ts', 'operations.ts', 'client.ts', 'server.ts', 'handlers.ts']

// `npm test` asks the same of `latchkey generate --check`.
test('every committed folder is what its contract generates', { tags: ['full'] }, async () => {
  const targets = projectTargets('.')
  expect(targets).not.toEqual([])
  expect(await staleFiles((await generate(targets, { strict: true })).files)).toEqual([])
})

test('a file that cannot be put in its place leaves no draft behind', async () => {
  await withFolder({ 'api/tea/contract.json/in-the-way': '' }, async (folder) => {
    const path = join(folder, 'api/tea/contract.json')
    await expect(writeFiles(new Map([[path, '{}\n']]))).rejects.toMatchObject({ code: 'EISDIR' })
    expect(await readdir(join(folder, 'api/tea'))).toEqual(['contract.json'])
  })
})

const nebula = 'Nebula Block, authentication: 6 operations, 1 security scheme, 2 ways to authenticate\n'
const tea = 'Tea house: 1 operation, 0 security schemes\n'

describe('the command', () => {
  test('finds a changed byte and a lost file in a committed folder', async () => {
    await withFolder({}, async (folder) => {
      for (const part of ['openapi', 'generated'])
        await cp(join(part, 'nebula-block'), join(folder, part, 'nebula-block'), { recursive: true })
      expect(await generateIn(folder, '--check')).toEqual({
        code: 0,
        out: `${nebula}Everything is current\n`,
        error: '',
      })

      const schema = join(folder, 'generated/nebula-block/schema.ts')
      const text = await readFile(schema, 'utf8')
      await writeFile(schema, text.replace('"/login"', '"/logim"'))
      await rm(join(folder, 'generated/nebula-block/client.ts'))
      const stale = 'generated/nebula-block/schema.ts, generated/nebula-block/client.ts'
      expect(await generateIn(folder, '--check')).toEqual({
        code: 1,
        out: '',
        error: `Not current: ${stale}; run "latchkey generate"\n`,
      })

      const wrote = stale.split(', ').map((name) => `wrote ${name}\n`)
      expect(await generateIn(folder)).toEqual({ code: 0, out: [nebula, ...wrote].join(''), error: '' })
      expect(await readFile(schema, 'utf8')).toBe(text)
    })
  })

  test('writes the derived files of one contract where it is told, and nothing the second time', async () => {
    await withFolder({ 'tea.yaml': contract }, async (folder) => {
      const wrote = names.map((name) => `wrote api/tea/${name}\n`).join('')
      expect(await spawnGenerate(folder, 'tea.yaml', '--out', 'api/tea')).toEqual({
        code: 0,
        out: tea + wrote,
        error: '',
      })
      expect(await generateIn(folder, 'tea.yaml', '--out', 'api/tea')).toEqual({
        code: 0,
        out: `${tea}Everything is current\n`,
        error: '',
      })
    })
  })

  test('watches the files of a contract, through mistakes in them, until it is stopped', async () => {
    await withFolder({ 'tea.yaml': referring, 'pot.yaml': 'type: string\n' }, async (folder) => {
      await using watching = watchGenerate(folder, 'tea.yaml', '--out', 'api')
      const write = (text: string) => writeFile(join(folder, 'pot.yaml'), text)
      await watching.says('Watching tea.yaml; press Ctrl+C to stop')
      await write('type: [integer\n')
      await watching.says('pot.yaml:2:1 syntax: ')
      await watching.says('Watching tea.yaml; press Ctrl+C to stop')
      await write('type: integer\n')
      await watching.says('wrote api/schema.ts')
      await watching.says('Watching tea.yaml; press Ctrl+C to stop')
      expect(await readFile(join(folder, 'api/schema.ts'), 'utf8')).toContain('pot: number')
    })
  })

  test('watches a part that could not be read at first, and files that are generated next to the contract', async () => {
    const files = { 'tea.yaml': referring.replace('pot.yaml', 'parts/pot.yaml'), 'parts/pot.yaml': 'type: [integer\n' }
    await withFolder(files, async (folder) => {
      await using watching = watchGenerate(folder, 'tea.yaml', '--out', '.')
      await watching.says('parts/pot.yaml:2:1 syntax: ')
      await watching.says('Watching tea.yaml; press Ctrl+C to stop')
      await writeFile(join(folder, 'parts/pot.yaml'), 'type: integer\n')
      await watching.says('wrote schema.ts')
      await watching.says('Watching tea.yaml; press Ctrl+C to stop')
      await writeFile(join(folder, 'parts/pot.yaml'), 'type: string\n')
      await watching.says('wrote schema.ts')
      expect(await readFile(join(folder, 'schema.ts'), 'utf8')).toContain('pot: string')
    })
  })

  test('says that a folder which is not there cannot be watched', async () => {
    await withFolder({}, async (folder) => {
      expect(await generateIn(folder, 'tea/tea.yaml', '--out', 'api', '--watch')).toEqual({
        code: 1,
        out: '',
        error: expect.stringMatching(
          /^tea\/tea.yaml cannot be read: .*\nThe folder tea cannot be watched: ENOENT.*\n$/,
        ),
      })
    })
  })

  test('asks where the derived files of a contract go', async () => {
    await withFolder({ 'tea.yaml': contract }, async (folder) => {
      expect(await generateIn(folder, 'tea.yaml')).toEqual({
        code: 1,
        out: '',
        error: 'Add --out <folder>: where the files generated from "tea.yaml" go\n',
      })
    })
  })

  test('says that there is no contract where there is none', async () => {
    await withFolder({}, async (folder) => {
      expect(await generateIn(folder)).toEqual({
        code: 1,
        out: '',
        error:
          'There is no latchkey.config.yaml and no openapi/<api>/openapi.yaml here; name a file, and --out <folder>\n',
      })
    })
  })

  test('says why it cannot write', async () => {
    await withFolder({ 'tea.yaml': contract, taken: 'not a folder' }, async (folder) => {
      expect(await generateIn(folder, 'tea.yaml', '--out', 'taken')).toEqual({
        code: 1,
        out: '',
        error: `The generated files cannot be written: EEXIST: file already exists, mkdir '${join(folder, 'taken')}'\n`,
      })
      expect(await readFile(join(folder, 'taken'), 'utf8')).toBe('not a folder')
    })
  })
})
