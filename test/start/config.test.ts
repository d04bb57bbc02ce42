import { rename, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { ContractWatch } from '../../src/cli/contract-watch.ts'
import { followFiles, isFollowed } from '../../src/cli/own/follow.ts'
import { FollowedOwnApi } from '../../src/cli/own/followed-api.ts'
import { FollowedBuiltInApi } from '../../src/cli/own/followed-built-in.ts'
import { insistOnOwnSecrets } from '../../src/cli/own/published-secrets.ts'
import { beginReading } from '../../src/cli/own/reading.ts'
import type { Api } from '../../src/served/api.ts'
import { generateIn, lintIn } from '../codegen/command.ts'
import { someOf } from '../full.ts'
import { startTestServers } from '../test-server.ts'
import { check, checkWith, type Files, inFolder } from './command.ts'

const contract = `openapi: 3.1.0
info: { title: Tea house, version: "1" }
security: [{ key: [] }]
paths:
  /teas: { get: { operationId: listTeas, responses: { "200": { description: Teas, content: { application/json: { schema: { type: string }, example: sencha } } } } } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Key } } }
`
const overlay = (example: string) => `overlay: 1.0.0
info: { title: Another tea, version: "1" }
actions:
  - target: $.paths['/teas'].get.responses['200'].content['application/json']
    update: { example: ${example} }
`
const config = (members: string, others = '') =>
  `apis:\n  tea:\n    contract: ./openapi.yaml\n    ${members}\n${others}`
const files: Files = { 'openapi.yaml': contract, 'latchkey.config.yaml': config('auth: off', '  khe:\n') }

const served = (out: string) => out.match(/server .*/g)

test('without words, the APIs of the configuration are served as it says', async () => {
  const { code, out, error } = await inFolder(files, () => check())
  expect({ code, error }).toEqual({ code: 0, error: '' })
  expect(out).toMatch(/^Configuration: latchkey\.config\.yaml\n/)
  expect(served(out)).toEqual(['server   http://localhost:4000/tea', 'server   http://localhost:4000/khe/v1.0'])
  expect(out).toContain('Nothing is protected: "auth" is off\n')
})

const words: readonly (readonly [what: string, words: readonly string[], paths: readonly string[]])[] = [
  ['an id of it', ['tea'], ['tea']],
  ['the contract of an entry', ['./openapi.yaml'], ['tea']],
  ['a built-in API that it does not have', ['tea', 'tag'], ['tea', 'tag/api']],
  ['another contract, with the options for it', ['other.yaml', '--name', 'other', '--auth', 'off'], ['other']],
  ['one that is named by --config', ['--config', 'more/my.yaml'], ['mine']],
]

test.each(someOf(words, 2))('words: %s', async (_, words, paths) => {
  const more = { 'other.yaml': contract, 'more/my.yaml': 'apis: { mine: { contract: ../openapi.yaml } }' }
  const { out, error } = await inFolder({ ...files, ...more }, () => check(...words))
  expect(error).toBe('')
  expect(served(out)).toEqual(paths.map((path) => `server   http://localhost:4000/${path}`))
})

test.each<[string, Files, readonly string[], readonly string[]]>([
  ['a misspelt id', {}, ['tee'], ['There is no API, file or folder "tee"; did you mean "tea"?']],
  [
    'an option that would be ignored',
    {},
    ['--auth', 'off'],
    [
      '--auth is for a contract that is named by its file, folder or URL; latchkey.config.yaml says it of an API by its "auth"',
    ],
  ],
  [
    'a title that is an id of it',
    { 'other.yaml': contract.replace('Tea house', 'Tea') },
    ['tea', 'other.yaml'],
    ['openapi.yaml and other.yaml would both be served as "tea"; start one of them by itself, with --name'],
  ],
  [
    'what the contracts do not have, all at once',
    {
      'latchkey.config.yaml': config(
        'auth: { kee: off }\n    require: [nothing]\n    seed: { clients: [{ id: web }, { id: web }] }',
        '  khe: { seed: { keys: [{ way: none, value: x, subject: ada@example.com }] } }\n',
      ),
    },
    [],
    [
      'latchkey.config.yaml:6:42 seed: Another client has the id "web", too',
      'latchkey.config.yaml:5:15 config: "nothing" is not a security scheme: the contract declares key. Name one of them, "bearer", "basic", or a header such as "X-API-Key"',
      'latchkey.config.yaml:4:13 config: There is no security scheme "kee"; did you mean "key"?',
      'latchkey.config.yaml:7:32 seed: There is no way "none"; there are password',
    ],
  ],
])('%s is refused', async (_, more, words, lines) => {
  const { code, error } = await inFolder({ ...files, ...more }, () => check(...words))
  expect(code).toBe(1)
  expect(error.trimEnd().split('\n')).toEqual(lines)
})

test('the token of an address that cannot be read is not shown', async () => {
  const text = 'apis: { tea: { contract: "http://127.0.0.1:1/openapi.yaml?token=${TOKEN}" } }\n'
  const { error } = await inFolder({ 'latchkey.config.yaml': text }, () => checkWith({ TOKEN: 'hunter 2 <hunter>' }))
  expect(error).toBe('http://127.0.0.1:1/openapi.yaml?token=${TOKEN} cannot be read: bad port\n')
})

test('generate writes its contracts into their folders, and lint checks them and what it says of them', async () => {
  const wrong = {
    ...files,
    'latchkey.config.yaml': config('auth: { kee: off }', '  khe: { seed: { settings: { none: 1 } } }\n'),
  }
  await inFolder(files, async (folder) => {
    const { out, error } = await generateIn(folder)
    expect(error).toBe('')
    expect(out).toContain('wrote .latchkey/generated/tea/client.ts\n')
    expect(await generateIn(folder, '--check')).toMatchObject({ code: 0 })
    expect(await lintIn(folder)).toEqual({ code: 0, out: 'Tea house: no mistakes\n', error: '' })
  })
  await inFolder(wrong, async (folder) => {
    const { code, error } = await lintIn(folder)
    expect(code).toBe(1)
    expect(error.trimEnd().split('\n')).toEqual([
      'latchkey.config.yaml:4:13 config: There is no security scheme "kee"; did you mean "key"?',
      expect.stringMatching(/^latchkey\.config\.yaml:5:\d+ seed: There is no setting "none"/),
    ])
  })
})

const said: string[] = []
let wake = () => {}
const say = (text: string) => {
  said.push(text)
  wake()
}

/** The next line that is said. */
async function line(): Promise<string> {
  while (said.length === 0)
    await new Promise<void>((done) => {
      wake = done
    })
  return said.shift() ?? ''
}

/** Puts a file in its place at once, so that no half of it is ever read. */
async function write(name: string, text: string): Promise<string> {
  await writeFile('draft.tmp', text)
  await rename('draft.tmp', name)
  return line()
}

test('AB20: a seed that is edited off loopback is refused for what is published, and read again once it is mended', async () => {
  const named = { 'openapi.yaml': contract, 'latchkey.config.yaml': config('seed: tea.seed.yaml', '  khe:\n') }
  const seed = (password: string) => `accounts: [{ email: ada@example.com, password: ${password} }]\n`
  await inFolder({ ...named, 'tea.seed.yaml': seed('of-my-own') }, async () => {
    const { config: followed, own } = await beginReading([], { auth: 'enforce', protect: [], data: ':memory:' }, {})
    await own
    const served = followed?.entryOf('tea')
    await writeFile('other.seed.yaml', seed('correct-horse-battery-staple'))
    await writeFile('latchkey.config.yaml', config('seed: other.seed.yaml', '  khe:\n'))
    expect(await followed?.update(insistOnOwnSecrets)).toEqual({
      isValid: false,
      text: 'other.seed.yaml:1:48 seed: This is published with Latchkey, and other machines can reach this server; choose another one, or start with --demo; every API is served as before',
    })
    expect(followed?.entryOf('tea')).toBe(served)
    await writeFile('other.seed.yaml', seed('of-my-own-too'))
    expect([...(followed?.sources ?? [])].map((file) => basename(file))).toContain('other.seed.yaml')
    expect(await followed?.update(insistOnOwnSecrets)).toEqual({
      isValid: true,
      text: 'latchkey.config.yaml is valid again',
    })
  })
})

const good = config('overlays: [tea.overlay.yaml]\n    handlers: ./handlers.mjs\n    seed: tea.seed.yaml', '  khe:\n')

test('a running server follows the configuration, overlays, seeds and handlers', async () => {
  const all = {
    'openapi.yaml': contract,
    'latchkey.config.yaml': good,
    'tea.overlay.yaml': overlay('assam'),
    'tea.seed.yaml': 'clients: [{ id: web }]\n',
    'handlers.mjs': 'export const handlers = {}\n',
  }
  await inFolder(all, async () => {
    const reading = await beginReading([], { auth: 'enforce', protect: [], data: ':memory:' }, {})
    const own = await reading.own
    const servers = await startTestServers({ apis: reading.builtIn, own: own.map(({ own: { api } }) => api) })
    const watch = new ContractWatch(isFollowed)
    const replace = (api: Api) => servers.replace(api)
    const apis = [
      ...own.map((loaded) => new FollowedOwnApi(loaded, reading.loading, replace)),
      new FollowedBuiltInApi('khe', undefined, replace),
    ]
    const told: string[] = []
    const tell = (id: string, { outcome }: { readonly outcome: string }) => void told.push(`${id} ${outcome}`)
    void followFiles({ apis, config: reading.config, watch, output: { out: say, error: say }, tell })
    const key = own[0]?.own.report.schemes[0]?.credentials[0]?.value ?? ''
    const teas = async () => {
      const answer = await fetch(`http://127.0.0.1:${servers.port}/tea/teas`, { headers: { 'X-Key': key } })
      return answer.status === 200 ? answer.json() : answer.status
    }
    try {
      expect(await teas()).toBe('assam')
      expect(await write('tea.overlay.yaml', overlay('oolong'))).toBe('tea.overlay.yaml changed: changed GET /teas\n')
      expect(await teas()).toBe('oolong')

      const handlers = "export const handlers = { listTeas: () => ({ status: 200, body: 'matcha' }) }\n"
      expect(await write('handlers.mjs', handlers)).toBe('handlers of tea changed: added listTeas\n')
      expect(await teas()).toBe('matcha')
      expect(await write('handlers.mjs', handlers.replace('listTeas', 'listTea'))).toBe(
        'handlers.mjs:1:27 handlers: The contract has no operation "listTea"; did you mean "listTeas"?; /tea is served as before\n',
      )
      expect(await teas()).toBe('matcha')
      expect(await write('handlers.mjs', handlers)).toBe('handlers of tea changed\n')

      expect(await write('tea.seed.yaml', 'clients: [{ id: web }, { id: app }]\n')).toBe(
        'seed of tea changed: client added: app\n',
      )
      expect(await write('tea.seed.yaml', 'clients: [{ id: web }, { id: web }]\n')).toBe(
        'tea.seed.yaml:1:30 seed: Another client has the id "web", too; /tea is served as before\n',
      )
      expect(await write('tea.seed.yaml', 'clients: [{ id: web }, { id: app }]\n')).toBe(
        '/tea is valid again; nothing that is served changed\n',
      )

      expect(await write('latchkey.config.yaml', good.replace('handlers.mjs', 'handler.mjs'))).toBe(
        'handler.mjs:1:1 handlers: The file is missing; did you mean "handlers.mjs"?; /tea is served as before\n',
      )
      expect(await write('latchkey.config.yaml', good)).toBe('/tea is valid again; nothing that is served changed\n')
      expect(await write('latchkey.config.yaml', `${good}  tag:\n`)).toBe(
        'latchkey.config.yaml changed: restart to serve tag\n',
      )
      expect(await write('latchkey.config.yaml', good.replace('  khe:', '  #'))).toBe(
        'latchkey.config.yaml changed: restart to stop serving khe\n',
      )
      const seeded = good.replace('khe:', 'khe: { seed: { clients: [{ id: web, secret: s }] } }')
      expect(await write('latchkey.config.yaml', seeded)).toBe('seed of khe changed: client added: web\n')
      expect(await write('latchkey.config.yaml', `# A comment\n${seeded}`)).toBe(
        'latchkey.config.yaml changed: nothing that is served changed\n',
      )
      expect(await write('latchkey.config.yaml', seeded.replace('    overlays', '    auth: off\n    overlays'))).toBe(
        'auth of tea changed: scheme changed: key\n',
      )
      expect(told).toEqual([
        ...['tea served', 'tea served', 'tea refused', 'tea served'],
        ...['tea served', 'tea refused', 'tea served', 'tea refused', 'tea served', 'khe served', 'tea served'],
      ])
    } finally {
      watch.close()
      await servers.stop()
    }
  })
})
