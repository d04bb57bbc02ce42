import { sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { Disk } from './disk.ts'
import { readSource } from './source.ts'

const contract = 'openapi: 3.1.0\n'

/** A disk that has these files; their folders come of themselves. */
function diskOf(files: Readonly<Record<string, string>>): Disk {
  const paths = Object.keys(files)
  const plain = (path: string) =>
    path
      .split(sep)
      .filter((name) => name !== '.' && name !== '')
      .join('/')
  const below = (path: string) =>
    paths.flatMap((file) =>
      plain(path) === '' ? file : file.startsWith(`${plain(path)}/`) ? file.slice(plain(path).length + 1) : [],
    )
  return {
    kindOf: (path) => (plain(path) in files ? 'file' : below(path).length > 0 ? 'folder' : undefined),
    namesIn: (path) => [...new Set(below(path).map((file) => file.split('/')[0] ?? ''))],
    textOf: (path) => files[plain(path)] ?? '',
  }
}

const builtIn = ['beta', 'khetha']
const read = (word: string, files: Readonly<Record<string, string>> = {}) => readSource(word, builtIn, diskOf(files))

describe('a word', () => {
  test.each([
    ['beta', { kind: 'built-in', id: 'beta' }],
    ['./beta', { kind: 'file', path: './beta' }],
    ['orders', { kind: 'file', path: 'orders' }],
    ['specs/orders.yaml', { kind: 'file', path: 'specs/orders.yaml' }],
    [pathToFileURL('/specs/a b.yaml').href, { kind: 'file', path: '/specs/a b.yaml' }],
    ['https://example.com/openapi.yaml', { kind: 'url', url: 'https://example.com/openapi.yaml' }],
    ['HTTP://EXAMPLE.com', { kind: 'url', url: 'http://example.com/' }],
  ])('%s is taken', (word, source) => {
    const files = { beta: '', orders: '', 'specs/orders.yaml': '', 'specs/a b.yaml': '' }

    expect(read(word, files)).toEqual(source)
  })

  test.each([
    ['bata', 'There is no API, file or folder "bata"; did you mean "beta"?'],
    [
      'unheard-of',
      'There is no API, file or folder "unheard-of". The known APIs are beta, khetha; your own starts by the path or URL of its contract, such as ./openapi.yaml',
    ],
    ['./opneapi.yaml', 'There is no file or folder "./opneapi.yaml"; did you mean "./openapi.yaml"?'],
    ['specs/order.yaml', 'There is no file or folder "specs/order.yaml"; did you mean "specs/orders.yaml"?'],
    ['nowhere/openapi.yaml', 'There is no file or folder "nowhere/openapi.yaml"'],
    [
      'ftp://example.com/a.yaml',
      '"ftp://example.com/a.yaml" is not an http(s) address; use one such as https://example.com/openapi.yaml',
    ],
    ['http://', '"http://" is not an http(s) address; use one such as https://example.com/openapi.yaml'],
    [
      'file://host/a.yaml',
      '"file://host/a.yaml" is not an http(s) address; use one such as https://example.com/openapi.yaml',
    ],
    [
      'docs',
      'The folder "docs" has no contract; expected openapi.yaml, openapi.yml or openapi.json, or other files with "openapi: 3…"',
    ],
  ])('%s is refused', (word, message) => {
    const files = { 'openapi.yaml': '', 'specs/orders.yaml': '', 'docs/readme.md': 'openapi: 3.1.0' }

    expect(() => read(word, files)).toThrow(expect.objectContaining({ name: 'UnknownSource', message }))
  })
})

describe('a folder', () => {
  test.each<readonly [what: string, files: Readonly<Record<string, string>>, contracts: readonly string[]]>([
    [
      'with an openapi.yaml is that contract alone',
      { 'a/openapi.json': '', 'a/openapi.yaml': '', 'a/b.yaml': contract },
      ['a/openapi.yaml'],
    ],
    [
      'is every OpenAPI 3 document in it, once',
      {
        'a/orders.yaml': contract,
        'a/orders.json': '{"openapi":"3.1.0"}',
        'a/billing.json': '{"info":{},"openapi":"3.0.3"}',
        'a/quoted.yml': '# comment\n"openapi": "3.2.0"\n',
        'a/flow.yaml': '{"openapi":"3.0.0"}',
        'a/old.yaml': 'swagger: "2.0"\n',
        'a/part.yaml': 'x:\n  openapi: 3.1.0\n',
        'a/package.json': '{"dependencies":{"openapi":"3.0.0"}}',
        'a/broken.json': '{"openapi":"3.0.0"',
        'a/.hidden.yaml': contract,
      },
      ['a/billing.json', 'a/flow.yaml', 'a/orders.yaml', 'a/quoted.yml'],
    ],
    [
      'is also what has a folder of its own',
      {
        'a/orders/openapi.yml': '',
        'a/billing.yaml': contract,
        'a/node_modules/openapi.yaml': '',
        'a/other/x.yaml': contract,
      },
      ['a/billing.yaml', 'a/orders/openapi.yml'],
    ],
    [
      'of a project is the contracts of its openapi folder',
      { 'a/package.json': '{}', 'a/openapi/b/openapi.yaml': '' },
      ['a/openapi/b/openapi.yaml'],
    ],
  ])('%s', (_what, files, contracts) => {
    expect(read('a/', files)).toEqual({ kind: 'folder', path: 'a/', files: contracts })
  })
})
