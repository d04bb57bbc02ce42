import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { printable } from '../../src/cli/failure.ts'
import { initCommand } from '../../src/cli/init.ts'
import { readContractFile } from '../../src/codegen/read-contract.ts'
import { someOf } from '../full.ts'
import { inFolder } from '../start/command.ts'
import { logInByAll } from './log-in.ts'

const root = join(import.meta.dirname, '../..')
const orders = await readFile(join(root, 'examples/orders/openapi.yaml'), 'utf8')

const small = (rest: string) => `openapi: 3.1.0
info: { title: Small, version: "1" }
paths:
  /login:
    post:
      operationId: login
      requestBody: { content: { application/json: { schema: { type: object, required: [user, password], properties: { user: { type: string }, password: { type: string } } } } } }
      responses: { "200": { description: In, content: { application/json: { schema: { type: object, properties: { token: { type: string } } } } } } }
${rest}
  /orders: { get: { operationId: orders, security: [{ session: [] }], responses: { "200": { description: Orders } } } }
components: { securitySchemes: { session: { type: http, scheme: bearer } } }
`
const openLogout = small('  /logout: { post: { operationId: logout, responses: { "204": { description: Out } } } }')

/** Runs `latchkey init` in this process and folder. */
async function init(...words: readonly string[]) {
  const [out, errors]: [string[], string[]] = [[], []]
  const output = { out: (text: string) => void out.push(text), error: (text: string) => void errors.push(text) }
  try {
    await initCommand(output).exitOverride().parseAsync(words, { from: 'user' })
    return { code: 0, out: out.join(''), error: errors.join('') }
  } catch (reason) {
    return { code: 1, out: out.join(''), error: errors.join('') + printable(reason) }
  }
}

test('what is written is read as it was meant, and its login works', () =>
  inFolder({ 'openapi.yaml': orders }, async (folder) => {
    const { code, out, error } = await init('openapi.yaml')
    expect({ code, error }).toEqual({ code: 0, error: '' })
    expect(out).toContain('Wrote orders.overlay.yaml and latchkey.config.yaml. Next:\n\n  npx --no latchkey start\n')
    const overlays = [join(folder, 'orders.overlay.yaml')]
    const job = { file: join(folder, 'openapi.yaml'), overlays, allowRefs: false, cacheFolder: undefined, version: '' }
    const { document, warnings } = await readContractFile(job, () => {})
    expect(warnings).toEqual([])
    expect(await logInByAll('orders', document)).toEqual([{ way: 'password', fault: undefined }])
  }))

test('an overlay has a reason before each action, and comments of what is left out', () =>
  inFolder({ 'openapi.yaml': openLogout }, async () => {
    await init('openapi.yaml')
    expect(
      await readFile('small.overlay.yaml', 'utf8'),
    ).toBe(`# How the credentials of Small work, as "latchkey init" read it from the contract. Change what is wrong.
# All declarations: node_modules/latchkey/docs/contracts.md
overlay: 1.0.0
info:
  title: How the credentials of Small work
  version: 1.0.0
extends: ./openapi.yaml
actions:
  # POST /login is the login of session: it takes "user" with a password and answers with a credential at
  # $response.body#/token.
  - target: $.components.securitySchemes.session
    update:
      x-ways:
        password:
          inputs: { user: { is: login }, password: { is: password } }
          obtain: { operationId: login, requestBody: { user: $inputs.user, password: $inputs.password } }
          outputs: { token: $response.body#/token }
          send: $outputs.token

  # Left out, since it is only likely; --yes takes it. POST /logout perhaps ends the credential of session: it
  # is called like a logout; what it ends is the credential that it is sent, so it has to require one.
  # - target: $.components.securitySchemes.session
  #   update:
  #     x-ways: { password: { end: { operationId: logout } } }
  # - target: $.paths['/logout'].post
  #   update:
  #     security:
  #       - { session: [] }
`)
    expect(
      await readFile('latchkey.config.yaml', 'utf8'),
    ).toBe(`# yaml-language-server: $schema=./node_modules/latchkey/dist/schemas/config.json
apis:
  small:
    contract: ./openapi.yaml
    overlays: [./small.overlay.yaml]
    # Your own people instead of ada and grace:
    # seed:
    #   accounts:
    #     - { login: mary, email: mary@example.com, password: "\${MARY_PASSWORD:-a-long-password}" }
`)
  }))

test('--yes takes what is likely', () =>
  inFolder({ 'openapi.yaml': openLogout }, async () => {
    expect((await init('openapi.yaml', '--yes')).out).not.toContain('Left out')
    expect(await readFile('small.overlay.yaml', 'utf8')).toContain("\n  - target: $.paths['/logout'].post\n")
  }))

test('--dry-run prints what would be written, and writes nothing', () =>
  inFolder({ 'openapi.yaml': orders }, async () => {
    const { code, out } = await init('openapi.yaml', '--dry-run', '--name', 'shop')
    expect(code).toBe(0)
    expect(out).toMatch(/--- shop\.overlay\.yaml\n# How[\s\S]*--- latchkey\.config\.yaml\n# yaml-language-server/)
    expect(await readdir('.')).toEqual(['openapi.yaml'])
  }))

test('an overlay that exists is not overwritten', () =>
  inFolder({ 'openapi.yaml': orders, 'orders.overlay.yaml': 'mine' }, async () => {
    expect(await init('openapi.yaml')).toEqual({
      code: 1,
      out: '',
      error:
        'orders.overlay.yaml exists, and nothing is overwritten: remove it, choose another --name, or look with --dry-run',
    })
    expect(await readFile('orders.overlay.yaml', 'utf8')).toBe('mine')
  }))

test('a configuration that exists stays, and its new entry is printed', () =>
  inFolder({ 'api/openapi.yaml': orders, 'latchkey.config.yaml': 'mine' }, async () => {
    const { code, out } = await init('api/openapi.yaml')
    expect(code).toBe(0)
    expect(
      out,
    ).toContain(`Wrote api/orders.overlay.yaml. latchkey.config.yaml exists and stays as it is; add this to its apis:

  orders:
    contract: ./api/openapi.yaml
    overlays: [./api/orders.overlay.yaml]
`)
    expect(await readFile('latchkey.config.yaml', 'utf8')).toBe('mine')
  }))

test('without anything to propose, only the configuration is written, with what closes the API', () =>
  inFolder(
    {
      'openapi.yaml':
        'openapi: 3.1.0\ninfo: { title: Open, version: "1" }\npaths: { /: { get: { responses: { "200": { description: OK } } } } }\n',
    },
    async () => {
      const { code, out } = await init('openapi.yaml')
      expect(code).toBe(0)
      expect(out).toContain('Nothing in the contract says how a credential is obtained')
      expect((await readdir('.')).toSorted()).toEqual(['latchkey.config.yaml', 'openapi.yaml'])
      expect(await readFile('latchkey.config.yaml', 'utf8')).toContain('# require: [bearer]')
    },
  ))

test.each([
  [
    'a built-in API',
    'khe',
    '"khe" is a built-in API and declares everything already; name the file or URL of your own contract',
  ],
  ['a file that is missing', './nothing.yaml', 'There is no file or folder "./nothing.yaml"'],
])('%s is refused in one line', (_, word, error) =>
  inFolder({}, async () => {
    expect(await init(word)).toEqual({ code: 1, out: '', error })
  }),
)

const hasTerminal = existsSync('/usr/bin/script')

const keys = [
  ['Ctrl-C writes nothing', '\x03', 1, ['openapi.yaml']],
  ['Enter takes what is likely', '\r', 0, ['latchkey.config.yaml', 'openapi.yaml', 'small.overlay.yaml']],
] as const

test.skipIf(!hasTerminal).each(someOf(keys, 1))('on a terminal, %s', (_, key, code, files) =>
  inFolder({ 'openapi.yaml': openLogout }, async (cwd) => {
    const command = `stty cols 120 rows 40; exec ${process.execPath} --conditions=source ${join(root, 'src/cli/main.ts')} init openapi.yaml`
    const child = spawn('/usr/bin/script', ['-qec', command, '/dev/null'], { cwd, stdio: ['pipe', 'pipe', 'ignore'] })
    let shown = ''
    child.stdout.on('data', (chunk: Buffer) => {
      const before = shown
      shown += chunk.toString()
      if (shown.includes('POST /logout') && !before.includes('POST /logout')) child.stdin.write(key)
    })
    const ended = await new Promise((resolve) => child.on('close', resolve))
    expect(ended, shown).toBe(code)
    expect((await readdir(cwd)).toSorted()).toEqual(files)
  }),
)
