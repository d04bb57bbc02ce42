import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { StubRefused, writeStub } from '../../src/stub/write-stub.ts'
import { workshop } from './project.ts'

const shop = workshop()
afterAll(shop.close)

const builtIn = 'innodata, khe, nebula-block, numbers-station, sandbox, tag'

test.each([
  ['KHE', 'There is no API, file or folder "KHE"; did you mean "khe"?'],
  [
    'oauth',
    `There is no API, file or folder "oauth". The known APIs are ${builtIn}; your own starts by the path or URL of its contract, such as ./openapi.yaml`,
  ],
  ['several', 'The folder "several" has several contracts, several/a.yaml, several/b.yaml; name one of them'],
  ['broken.yaml', 'broken.yaml:1:10 version: Expected "openapi" to be 3.0.x, 3.1.x or 3.2.x, got "4.0.0"'],
])('"%s" is no API to serve', async (api, message) => {
  mkdirSync(join(shop.folder, 'several'), { recursive: true })
  for (const name of ['a', 'b']) writeFileSync(join(shop.folder, `several/${name}.yaml`), 'openapi: 3.1.0\n')
  writeFileSync(join(shop.folder, 'broken.yaml'), 'openapi: 4.0.0\n')

  // A contract with a mistake is no mistake of the command line.
  const code = api === 'broken.yaml' ? 1 : 2
  expect(await shop.stub(api, 'new')).toEqual({ code, stdout: '', stderr: `${message}\n` })
  expect(existsSync(join(shop.folder, 'new'))).toBe(false)
})

test('what is for contracts of your own is refused for a built-in API', async () => {
  expect(await shop.stub('khe', 'new', '--overlay', 'mine.yaml')).toEqual({
    code: 2,
    stdout: '',
    stderr: '--overlay is for a contract of your own; "khe" is built in\n',
  })
})

test('a folder that has something in it is left alone', async () => {
  mkdirSync(join(shop.folder, 'full'))
  writeFileSync(join(shop.folder, 'full/notes.txt'), 'mine')

  const said = await shop.stub('khe', 'full')

  expect(said).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /^The folder ".*full" is not empty \(it has "notes\.txt"\): name a new one, or empty it first\n$/,
    ),
  })
  expect(readdirSync(join(shop.folder, 'full'))).toEqual(['notes.txt'])
})

test('so is a file', async () => {
  writeFileSync(join(shop.folder, 'file'), 'mine')

  const said = await shop.stub('khe', 'file')

  expect(said).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^".*file" is not a folder: name a folder that is new or empty\n$/),
  })
  expect(readFileSync(join(shop.folder, 'file'), 'utf8')).toBe('mine')
})

test('an empty folder is taken, and what is next is said', async () => {
  mkdirSync(join(shop.folder, 'empty'))

  const { code, stdout } = await shop.stub('khe', 'empty')

  expect([code, stdout]).toEqual([0, expect.stringMatching(/cd empty\n {2}npm install\n {2}npm start/)])
  expect(readdirSync(join(shop.folder, 'empty'))).toContain('package.json')
})

test('Latchkey can come from a tarball, which the project names from where it is', async () => {
  writeFileSync(join(shop.folder, 'latchkey.tgz'), '')

  const none = await shop.stub('tag', 'sub/mine', '--latchkey', 'nowhere.tgz')
  const { code } = await shop.stub('tag', 'sub/mine', '--latchkey', 'latchkey.tgz')

  expect(none).toMatchObject({
    code: 2,
    stderr: '--latchkey is "nowhere.tgz", which is no file here and no version; "npm pack" makes a tarball\n',
  })
  expect(code).toBe(0)
  const { dependencies } = JSON.parse(readFileSync(join(shop.folder, 'sub/mine/package.json'), 'utf8'))
  expect(dependencies.latchkey).toBe('file:../../latchkey.tgz')
})

test('a project that cannot be written as a whole is not there in part', async () => {
  const folder = join(shop.folder, 'deep/er')
  const files = [
    { path: 'a/one.txt', text: '1' },
    { path: 'a/one.txt/two.txt', text: '2' },
  ]

  await expect(writeStub(folder, files)).rejects.toThrow(StubRefused)
  expect(existsSync(join(shop.folder, 'deep'))).toBe(false)
})
