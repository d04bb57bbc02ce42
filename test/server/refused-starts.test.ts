import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { someOf } from '../full.ts'
import { clearUp, newFolder, run, start, startAlone } from './child.ts'

afterAll(clearUp)

const secret = randomBytes(32).toString('base64')
const token = 'control-token-of-thirty-two-characters-or-more'

interface Refused {
  readonly name: string
  readonly parameters?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  /** 2 for a mistake of the command line; default: 1. */
  readonly code?: 1 | 2
  readonly says: RegExp
}

/** Those that leave the machine open come first: the brief form of the tests takes a few. */
const refused: readonly Refused[] = [
  { name: 'a port that is no number', code: 2, parameters: ['--port', 'abc'], says: /number from 0 to 65535/ },
  {
    name: 'AB20: a host off loopback without a secret',
    parameters: ['--host', '0.0.0.0'],
    environment: { LATCHKEY_CONTROL_TOKEN: token },
    says: /LATCHKEY_SECRET/,
  },
  {
    name: 'AB20: a host off loopback without a control token',
    parameters: ['--host', '0.0.0.0'],
    environment: { LATCHKEY_SECRET: secret },
    says: /LATCHKEY_CONTROL_TOKEN/,
  },
  { name: 'AB20: all hosts, without anything', parameters: ['--host', '::'], says: /LATCHKEY_SECRET/ },
  {
    name: 'every address, without a name to be reached by',
    code: 2,
    parameters: ['--host', '0.0.0.0'],
    environment: { LATCHKEY_SECRET: secret, LATCHKEY_CONTROL_TOKEN: token },
    says: /--host 0\.0\.0\.0 .*add --allow-host NAME .*--allow-host localhost.*, or --public-url URL/,
  },
  {
    name: 'AB20: a public URL that is not on this machine, without a secret',
    parameters: ['--public-url', 'https://auth.test'],
    says: /LATCHKEY_SECRET/,
  },
  {
    name: 'a host name with a port',
    code: 2,
    parameters: ['--allow-host', 'latchkey:4000'],
    says: /without scheme and port/,
  },
  {
    name: 'a public URL with a path',
    code: 2,
    parameters: ['--public-url', 'http://localhost/api'],
    says: /scheme, host and port alone/,
  },
  {
    name: 'L: a secret that is too short',
    environment: { LATCHKEY_SECRET: randomBytes(31).toString('base64') },
    says: /at least 32 bytes.*holds 31/,
  },
  {
    name: 'a control token that is too short',
    environment: { LATCHKEY_CONTROL_TOKEN: 'x'.repeat(31) },
    says: /32 characters/,
  },
  {
    name: 'AB20: a wish for demo data that is neither yes nor no',
    parameters: ['--host', '0.0.0.0'],
    environment: { LATCHKEY_SECRET: secret, LATCHKEY_CONTROL_TOKEN: token, LATCHKEY_DEMO: 'maybe' },
    says: /LATCHKEY_DEMO must be true or false/,
  },
  { name: 'a port that is too high', code: 2, parameters: ['--mock-port', '65536'], says: /number from 0 to 65535/ },
  {
    name: 'a port in the environment that is no number',
    code: 2,
    environment: { LATCHKEY_PORT: '4e3' },
    says: /LATCHKEY_PORT.*number from 0 to 65535/,
  },
  { name: 'an option there is not', code: 2, parameters: ['--https'], says: /unknown option '--https'/ },
  {
    name: 'an API there is not',
    code: 2,
    parameters: ['nebula'],
    says: /^There is no API, file or folder "nebula"\. The known APIs are innodata, khe, nebula-block, numbers-station, tag; /m,
  },
  {
    name: 'the control API alone',
    code: 2,
    parameters: ['sandbox'],
    says: /^The control API "sandbox" is always served; name others, such as innodata, khe, nebula-block, numbers-station, tag$/m,
  },
  { name: 'a log level there is not', code: 2, parameters: ['--log-level', 'loud'], says: /Allowed choices/ },
  {
    name: 'a store that is no file',
    code: 2,
    parameters: ['--data', 'postgres://localhost/latchkey'],
    says: /must be a file/,
  },
  { name: 'an empty name of a store', code: 2, environment: { LATCHKEY_DATA: '' }, says: /must be a file/ },
  {
    name: 'a host that this machine is not',
    parameters: ['--host', '192.0.2.1'],
    environment: { LATCHKEY_SECRET: secret, LATCHKEY_CONTROL_TOKEN: token },
    says: /Cannot listen on 192\.0\.2\.1/,
  },
  {
    name: 'a host there is not',
    parameters: ['--host', 'nowhere.invalid'],
    environment: { LATCHKEY_SECRET: secret, LATCHKEY_CONTROL_TOKEN: token },
    says: /Cannot listen on nowhere\.invalid/,
  },
  {
    name: 'L: a secret of zeros',
    environment: { LATCHKEY_SECRET: '0'.repeat(64) },
    says: /LATCHKEY_SECRET is too regular to be a secret: make another one with "openssl rand -base64 32"/,
  },
  { name: 'an empty secret', environment: { LATCHKEY_SECRET: '' }, says: /at least 32 bytes/ },
  {
    name: 'a provider without its secret',
    environment: { LATCHKEY_GOOGLE_CLIENT_ID: 'x' },
    says: /LATCHKEY_GOOGLE_CLIENT_SECRET/,
  },
  {
    name: 'a provider without its address',
    environment: { LATCHKEY_OKTA_CLIENT_ID: 'x', LATCHKEY_OKTA_CLIENT_SECRET: 'y' },
    says: /LATCHKEY_OKTA_ISSUER/,
  },
  {
    name: 'a provider at no web address',
    environment: {
      LATCHKEY_OKTA_CLIENT_ID: 'x',
      LATCHKEY_OKTA_CLIENT_SECRET: 'y',
      LATCHKEY_OKTA_ISSUER: 'ftp://example.com',
    },
    says: /LATCHKEY_OKTA_ISSUER/,
  },
]

/** Says one line to whoever started it, and ends. */
async function expectRefusal({
  parameters = [],
  environment = {},
  says,
  code: expected = 1,
}: Omit<Refused, 'name'>): Promise<void> {
  const where =
    environment.LATCHKEY_DATA === undefined && !parameters.includes('--data')
      ? ['--data', join(newFolder(), 'data.db')]
      : []
  const { code, stdout, stderr } = await run(['start', ...where, ...parameters], environment)
  expect({ code, stdout, stderr }).toEqual({
    code: expected,
    stdout: '',
    stderr: expect.stringMatching(/^[^\n]+\n$/),
  })
  expect(stderr).toMatch(says)
  expect(stderr).not.toContain(secret)
}

test.concurrent.each(someOf(refused, 3))('GS07: $name is refused in one line', ({ name: _, ...how }) =>
  expectRefusal(how),
)

test.concurrent("GS07: a port that is taken is refused in one line, the mock's too, and the store is let go", async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const port = String((taken.address() as AddressInfo).port)
  const file = join(newFolder(), 'data.db')
  for (const parameters of [
    ['--port', port, '--mock-port', '0'],
    ['--port', '0', '--mock-port', port],
  ]) {
    await expectRefusal({
      parameters: ['--data', file, ...parameters],
      environment: { LATCHKEY_SECRET: secret },
      says: /Cannot listen on 127\.0\.0\.1:\d+: the port is taken/,
    })
  }
  taken.close()
  expect((await (await startAlone(file, { LATCHKEY_SECRET: secret })).stop()).code).toBe(0)
})

test.concurrent('GS07, ST08: what is no store, and what cannot be one, is refused in one line', {
  tags: 'full',
}, async () => {
  const folder = newFolder()
  writeFileSync(join(folder, 'file'), 'text')
  writeFileSync(join(folder, 'junk.db'), 'x'.repeat(5_000))
  mkdirSync(join(folder, 'folder.db'))
  for (const [name, says] of [
    ['junk.db', /damaged or no SQLite file/],
    ['folder.db', /cannot be written/],
    ['file/data.db', /secret .* can be neither read nor made/],
  ] as const)
    await expectRefusal({ parameters: ['--data', join(folder, name)], says })
  for (const text of ['short', '']) {
    writeFileSync(join(folder, 'secret'), text)
    await expectRefusal({ parameters: ['--data', join(folder, 'data.db')], says: /must hold at least 32 bytes/ })
  }
})

test.concurrent('GS07, ST14: the second start on one store is refused in one line, and so is another secret', {
  tags: 'full',
}, async () => {
  const data = ['--data', join(newFolder(), 'data.db')]
  const first = await start(['khe', ...data], { LATCHKEY_SECRET: secret })
  await expectRefusal({
    parameters: [...data, '--port', '0', '--mock-port', '0'],
    environment: { LATCHKEY_SECRET: secret },
    says: /another process holds it/,
  })
  expect((await first.stop()).code).toBe(0)
  await expectRefusal({
    parameters: [...data, '--port', '0', '--mock-port', '0'],
    environment: { LATCHKEY_SECRET: randomBytes(32).toString('hex') },
    says: /another LATCHKEY_SECRET/,
  })
})
