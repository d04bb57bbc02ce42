import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readOwnContract } from '../../src/stub/own-contract.ts'
import { type Running, workshop } from './project.ts'

const shop = workshop()
const odd = resolve('test/stub/odd.yaml')
afterAll(shop.close)

const textOf = (path: string) => readFileSync(join(shop.folder, 'odd', path), 'utf8')

beforeAll(async () => {
  expect(await shop.stub(odd, 'odd')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Wrote a server of "Café «Ø» 茶", \d+ files\. Next:\n {2}cd odd\n/),
    stderr: expect.stringMatching(
      /^warning .*odd\.yaml:\d+:20 security-defined: .*\nwarning .*odd\.yaml:\d+:5 spec-components-invalid-map-name: .*\n$/,
    ),
  })
})

describe('a project of a contract of your own', () => {
  test('holds its contract as it is written, and generates from it', async () => {
    const { scripts } = JSON.parse(textOf('package.json'))

    expect(textOf('openapi.yaml')).toBe(readFileSync(odd, 'utf8'))
    expect(scripts).toEqual({
      start: 'node src/server.ts',
      test: 'node --test',
      check: 'tsc',
      generate: 'latchkey generate openapi.yaml --out generated',
    })
    expect(textOf('generated/server.ts')).toContain("import document from './contract.json'")
  })

  test('has a file of handlers for each tag, whatever the names', () => {
    expect(textOf('src/handlers.ts')).toContain(`
  ...deleteHandlers,
  ...茶_室Handlers,
  ...operationsHandlers,
`)
    const names = ['delete', '茶-室', 'operations'].map((name) =>
      [...textOf(`src/handlers/${name}.ts`).matchAll(/^ {2}(.*): todo,$/gm)].map(([, member]) => member),
    )
    expect(names).toEqual([
      ['default', `'teas/delete-one\\'s "own"'`],
      [`'2024'`, `['__proto__']`],
      ['getTeasReportFormat', 'class', 'größe', 'login'],
    ])
  })

  test('reads each kind of credential', () => {
    expect(
      [...textOf('src/credentials.ts').matchAll(/^ {2}(.*): \{\n|const sent = (.*)/gm)].map(
        ([, name, call]) => name ?? call,
      ),
    ).toEqual([
      'my_token',
      'readBearer(fields)',
      'mtls',
      'basic',
      'readBasic(fields)',
      "'query-key'",
      "readQueryKey(query, 'the key')",
      'cookie',
      "readCookie(fields, 'session')",
      'bot',
      "readHeaderKey(fields, 'authorization')",
      'digest',
      "readHeaderKey(fields, 'authorization')",
      'oauth',
      'readBearer(fields)',
      'oidc',
      'readBearer(fields)',
      'lost',
    ])
  })

  test('says what its ways to authenticate ask of the server', () => {
    expect(textOf('README.md')).toContain(`### The way \`password\`

It leads to a credential of \`my_token\`. Requests send it in \`Authorization: Bearer …\`.

- \`POST /v1/login\` checks \`email\` (login), \`password\` and answers \`token\` (credential).
- It is valid for \`PT15M\`.
`)
    expect(textOf('README.md')).not.toContain('latchkey verify')
  })

  test('lists what is left to write in its tests, which pass', async () => {
    const { code, stdout } = await shop.run('odd', '--test', '--test-reporter=tap')

    expect([code, /# pass \d+/.exec(stdout)?.[0], /# todo \d+/.exec(stdout)?.[0]]).toEqual([0, '# pass 1', '# todo 8'])
    expect(stdout).toMatch(/^not ok \d+ - größe # TODO|^ok \d+ - größe # TODO/m)
  })
})

describe('its server', () => {
  let server: Running
  const basic = `Basic ${btoa('ada:pw')}`
  const statusOf = async (method: string, path: string, headers = {}) =>
    (await fetch(`${server.url}${path}`, { method, headers })).status

  beforeAll(async () => {
    server = await shop.start('odd')
    return async () => expect(await server.stop()).toBe(0)
  })

  test.each([
    ['GET', '/files/open'],
    ['GET', '/v1/open'],
    ['POST', '/v1/open'],
  ])('%s %s is open and answers 501', async (method, path) => {
    expect(await statusOf(method, path)).toBe(501)
  })

  test.each([
    ['GET', '/v1/teas/1', {}],
    ['GET', '/v2/teas/1', { Authorization: 'Bearer unknown' }],
    ['DELETE', '/v1/teas/1', { Authorization: 'Bearer unknown' }],
    ['PATCH', '/v1/teas/1', {}],
    ['GET', '/v1/teas/*/report.pdf', { Authorization: basic }],
    ['GET', '/v1/teas/*/report.pdf?the%20key=k', { Authorization: basic }],
    ['POST', '/v1/open', { Authorization: 'Bearer unknown' }],
  ])('%s %s with %o is refused', async (method, path, headers) => {
    expect(await statusOf(method, path, headers)).toBe(401)
  })
})

test('of several files the project has one, of which the same is generated', async () => {
  const folder = mkdtempSync(join(shop.folder, 'several-'))
  mkdirSync(join(folder, 'parts'))
  writeFileSync(
    join(folder, 'parts/tea.yaml'),
    'type: object\nproperties: { name: { type: string, nullable: true } }\n',
  )
  const file = join(folder, 'teas.yaml')
  writeFileSync(
    file,
    `openapi: 3.0.3
info: { title: Teas, version: "1" }
servers: [{ url: /api }]
paths:
  /teas:
    servers: [{ url: /files }]
    get:
      servers: [{ url: /own }]
      responses:
        "200":
          description: OK
          content: { application/json: { schema: { $ref: parts/tea.yaml } } }
`,
  )
  const { own } = await readOwnContract({ file }, {})
  const again = join(folder, own.file)
  writeFileSync(again, own.text)
  const { servers, paths } = JSON.parse(own.text)

  expect([own.file, own.isBundle]).toEqual(['openapi.json', true])
  expect([servers, paths['/teas'].servers, paths['/teas'].get.servers]).toEqual(
    ['/api', '/files', '/own'].map((url) => [{ url }]),
  )
  const next = await readOwnContract({ file: again }, {})
  const parsed = ({ generated }: typeof own) =>
    generated.map(({ path, text }) => [path, path.endsWith('.json') ? JSON.parse(text) : text])
  expect(parsed(next.own)).toEqual(parsed(own))
  rmSync(folder, { recursive: true })
})

test('an API of the configuration has its overlays, and is read with its contract as well', async () => {
  const files = {
    'latchkey.config.yaml': 'apis: { teas: { contract: ./teas.yaml, overlays: [./teas.overlay.yaml] } }\n',
    'teas.yaml': `openapi: 3.1.0
info: { title: Teas, version: "1" }
paths: { /teas: { get: { operationId: listTeas, responses: { "200": { description: OK } } } } }
`,
    'teas.overlay.yaml': `overlay: 1.0.0
info: { title: Keys, version: "1" }
actions: [{ target: $, update: { security: [{ key: [] }], components: { securitySchemes: { key: { type: http, scheme: bearer } } } } }]
`,
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(shop.folder, name), text)

  for (const word of ['teas', './teas.yaml']) {
    expect(await shop.stub(word, `of-${word.replace('./', '')}`)).toMatchObject({ code: 0, stderr: '' })
    const contract = JSON.parse(readFileSync(join(shop.folder, `of-${word.replace('./', '')}`, 'openapi.json'), 'utf8'))
    expect(contract).toMatchObject({ security: [{ key: [] }], servers: [{ url: '/' }] })
  }
  rmSync(join(shop.folder, 'latchkey.config.yaml'))
})
