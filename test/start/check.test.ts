import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { check, type Files, inFolder } from './command.ts'

const contract = (title: string, rest = 'paths: {}\n') =>
  `openapi: 3.1.0\ninfo: { title: ${title}, version: "1" }\n${rest}`

const tea = contract(
  'Tea House!',
  `servers: [{ url: https://tea.example/v1 }]
security: [{ key: [] }]
paths:
  /teas: { get: { responses: { "200": { description: Teas } } } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Key } } }
`,
)

const files: Files = {
  'tea.yaml': tea,
  'same.yaml': tea,
  'sandbox.yaml': contract('Sandbox'),
  'docs.yaml': contract('Docs'),
  'empty/readme.md': 'Nothing here',
  'swagger.yaml': 'swagger: "2.0"\ninfo: { title: Old, version: "1" }\npaths: {}\n',
  'ours.overlay.yaml': 'overlay: 1.1.0\ninfo: { title: Ours, version: "1" }\nactions: []\n',
  'notes.yaml': 'title: Tea house\n',
  'broken.yaml': 'openapi: 3.1.0\ninfo:\n  title: Tea house\n version: "1"\n',
  'broken.json': '{\n  "openapi": "3.1.0"\n  "info": {}\n}\n',
}

/** What is not served, and all that is printed of it. */
const refused: readonly (readonly [what: string, words: readonly string[], says: string | RegExp])[] = [
  ['a missing file', ['./tee.yaml'], 'There is no file or folder "./tee.yaml"; did you mean "./tea.yaml"?\n'],
  ['a word that means nothing', ['khee'], 'There is no API, file or folder "khee"; did you mean "khe"?\n'],
  ['a folder without contracts', ['empty'], /^The folder "empty" has no contract; expected openapi\.yaml, .*\n$/],
  [
    'an address of another kind',
    ['ftp://tea.example/openapi.yaml'],
    /^"ftp:\/\/tea\.example\/openapi\.yaml" is not an http\(s\) address; .*\n$/,
  ],
  ['the control API', ['sandbox'], /^The control API "sandbox" is always served; name others, such as .*khe.*\n$/],
  [
    'the title of the control API',
    ['sandbox.yaml'],
    'sandbox.yaml: the name "sandbox" is that of a built-in API; give it another one with --name\n',
  ],
  [
    'the name of a built-in API',
    ['tea.yaml', '--name', 'khe'],
    'tea.yaml: the name "khe" is that of a built-in API; choose another --name\n',
  ],
  [
    'the title of a page',
    ['docs.yaml'],
    'docs.yaml: the name "docs" is that of a page of the server; give it another one with --name\n',
  ],
  [
    'an overlay of no contract',
    ['khe', '--overlay', 'tea.yaml'],
    /^--overlay is for your own API; name the file, folder or URL of its contract: .*\n$/,
  ],
  [
    'an overlay of two contracts',
    ['tea.yaml', 'docs.yaml', '--overlay', 'tea.yaml'],
    '--overlay is for one contract; these are 2: tea.yaml, docs.yaml\n',
  ],
  [
    'an overlay in the place of a contract',
    ['ours.overlay.yaml'],
    /^ours\.overlay\.yaml:1:1 version: .*; this is an overlay: give the contract, and --overlay FILE\n$/,
  ],
  [
    'a name that is no part of an address',
    ['tea.yaml', '--name', 'Tea House'],
    '--name must be lower-case letters, digits and hyphens, such as "my-api"; it is "Tea House"\n',
  ],
  [
    'one name for two contracts',
    ['tea.yaml', 'same.yaml', '--name', 'tea'],
    '--name is for one contract; these are 2: tea.yaml, same.yaml\n',
  ],
  [
    'two contracts with the same title',
    ['tea.yaml', 'same.yaml'],
    'tea.yaml and same.yaml would both be served as "tea-house"; start one of them by itself, with --name\n',
  ],
  [
    'a mode that there is not',
    ['tea.yaml', '--auth', 'maybe'],
    "error: option '--auth <mode>' argument 'maybe' is invalid. Allowed choices are enforce, presence, off.\n",
  ],
  [
    'an unknown scheme',
    ['tea.yaml', '--protect', 'kee'],
    /^--protect: "kee" is not a security scheme: the contract declares key\. .*\n$/,
  ],
  [
    'an option of own APIs without one',
    ['khe', '--name', 'mine'],
    '--name is for your own API; name the file, folder or URL of its contract: latchkey start ./openapi.yaml --name …\n',
  ],
]

/** What cannot be read, and the line of each. */
const unreadable: readonly (readonly [word: string, line: string | RegExp])[] = [
  ['notes.yaml', 'notes.yaml:1:1 version: Expected "openapi" to be 3.0.x, 3.1.x or 3.2.x, got nothing'],
  [
    'swagger.yaml',
    /^swagger\.yaml:1:10 version: .* got "Swagger 2\.0"; convert it first: npx swagger2openapi FILE .*$/,
  ],
  ['broken.yaml', 'broken.yaml:4:2 syntax: bad indentation of a mapping entry'],
  ['broken.json', /^broken\.json:3:3 syntax: .*$/],
  ['http://127.0.0.1:1/openapi.yaml', 'http://127.0.0.1:1/openapi.yaml cannot be read: bad port'],
]

test('what cannot be read is refused with a line for each, and an address with its answer', async () => {
  const server = createServer(({ url }, response) =>
    url === '/page.yaml' ? response.end('\n<!DOCTYPE html><p>Sign in</p>') : response.writeHead(404).end(),
  ).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const lines = [
    ...unreadable,
    [`${origin}/none.yaml`, `${origin}/none.yaml cannot be read: the server answered 404`] as const,
    [
      `${origin}/page.yaml`,
      `${origin}/page.yaml cannot be read: it is an HTML page; give the address of the file itself`,
    ] as const,
  ]
  const { code, out, error } = await inFolder(files, () => check(...lines.map(([word]) => word)))
  server.close()
  expect({ code, out }).toEqual({ code: 1, out: '' })
  const said = error.trimEnd().split('\n')
  expect(said).toEqual(lines.map(([, line]) => (typeof line === 'string' ? line : expect.stringMatching(line))))
})

test.each(refused)('%s is refused', async (_, words, says) => {
  const { code, out, error } = await inFolder(files, () => check(...words))
  if (typeof says === 'string') expect(error).toBe(says)
  else expect(error).toMatch(says)
  expect({ code, out }).toEqual({ code: 1, out: '' })
})

describe('what would be served is said', () => {
  test('of an own API: where, and by which credential', async () => {
    const { code, out, error } = await inFolder(files, () => check('tea.yaml'))
    const [, , credential] = /key {6}(demo_(\w{24}))\n/.exec(out) ?? []
    expect({ code, error }).toEqual({ code: 0, error: '' })
    expect(out).toBe(`
  Tea House!
    server   http://localhost:4000/tea-house/v1
    mock     http://localhost:4010/tea-house/v1
    1 operation; it requires a credential
    key  the header X-Key
      key      demo_${credential}
      $ curl http://localhost:4000/tea-house/v1/teas -H 'X-Key: demo_${credential}'
`)
  })

  test('of a contract with a reference that leads nowhere: where it is', async () => {
    const paths =
      'paths: { /teas: { get: { responses: { "200": { $ref: "./parts.yaml#/none" }, "404": { $ref: "#/none" } } } } }\n'
    const lost = { 'lost.yaml': contract('Lost', paths), 'parts.yaml': 'some: {}\n' }
    const { code, out } = await inFolder(lost, () => check('lost.yaml'))
    expect(code).toBe(0)
    expect(out.match(/warning: .*/g)).toEqual(
      ['./parts.yaml#/none', '#/none'].map(
        ($ref) => `warning: The reference "${$ref}" leads nowhere: what it stands for may be anything`,
      ),
    )
  })

  test('of a folder and built-in APIs, each once', async () => {
    const folder = { 'apis/openapi.yaml': tea }
    const { out } = await inFolder(folder, () => check('khe', 'apis', './apis/openapi.yaml', 'khe', '--port', '5000'))
    expect(out.match(/server .*/g)).toEqual([
      'server   http://localhost:5000/tea-house/v1',
      'server   http://localhost:5000/khe/v1.0',
    ])
  })

  test('of an API with a name, and one whose credentials are not checked', async () => {
    const { out } = await inFolder(files, () => check('tea.yaml', '--name', 'mine', '--auth', 'off'))
    expect(out).toContain('server   http://localhost:4000/mine/v1\n')
    expect(out).toContain('    Nothing is protected: --auth off\n    1 operation\n')
  })

  test('of one that --protect closes', async () => {
    const open = {
      'open.yaml': contract('Open', 'paths: { /teas: { get: { responses: { "200": { description: ok } } } } }\n'),
    }
    expect((await inFolder(open, () => check('open.yaml'))).out).toContain(
      'Nothing is protected: the contract declares no security; --protect bearer closes every operation\n',
    )
    expect((await inFolder(open, () => check('open.yaml', '--protect', 'bearer'))).out).toContain(
      '1 operation; it requires a credential\n',
    )
  })

  test('without words it is said of the built-in APIs', async () => {
    const { out } = await inFolder({}, () => check())
    expect(out.match(/server .*/g)).toHaveLength(5)
  })
})
