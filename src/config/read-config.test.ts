import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Files, inFolder } from '../../test/start/command.ts'
import { disk } from '../catalogue/disk.ts'
import type { Config } from './config.ts'
import { readConfig } from './read-config.ts'

const environment = { TOKEN: 'hunter2-hunter2', MODE: 'hunter2-mode', EMPTY: '', SHORT: 'abc' }

const others: Files = {
  'openapi.yaml': 'openapi: 3.1.0\n',
  'acme.overlay.yaml': 'overlay: 1.0.0\n',
  'handlers.ts': '',
  'parts/readme.md': '',
}

/** Reads a configuration, the only one of a folder with some other files. */
function read<Result>(
  text: string,
  use: (reading: Promise<Config>, folder: string) => Promise<Result>,
  files: Files = {},
) {
  return inFolder({ ...others, ...files, 'latchkey.config.yaml': text }, async () => {
    const folder = process.cwd()
    const surroundings = { folder, disk, environment, builtIn: ['alpha', 'beta'] }
    return use(readConfig('latchkey.config.yaml', environment, surroundings), folder)
  })
}

const faultsOf = (text: string, files?: Files): Promise<readonly string[]> =>
  read(
    text,
    (reading) =>
      reading.then(
        () => [],
        ({ message }: Error) => message.split('\n'),
      ),
    files,
  )

const api = (members: string) => `apis:\n  acme:\n    contract: ./openapi.yaml\n    ${members}\n`

/** A configuration, and the lines that are said of it; each begins with `latchkey.config.yaml:`. */
const faulty: readonly (readonly [what: string, text: string, ...lines: readonly string[]])[] = [
  [
    'an empty file',
    '',
    '1:1 config: Expected the member "apis", such as "apis: { acme: { contract: ./openapi.yaml } }"',
  ],
  [
    'a list',
    '- acme\n',
    '1:1 config: Expected the member "apis", such as "apis: { acme: { contract: ./openapi.yaml } }"',
  ],
  ['no APIs', 'apis: {}\n', '1:7 config: "apis" is empty'],
  ['text that is no YAML', 'apis:\n  acme: [\n', '3:1 syntax: deficient indentation'],
  ['a name twice', 'apis:\n  alpha:\n  alpha:\n', '3:3 syntax: duplicated mapping key'],
  [
    'another member of the file',
    'api: {}\n',
    '1:1 config: The file has no member "api"; did you mean "apis"?',
    '1:1 config: The file needs the member "apis"',
  ],
  [
    'another member of an API',
    api('overlay: x'),
    '4:5 config: "apis.acme" has no member "overlay"; did you mean "overlays"?',
  ],
  [
    'a misspelt contract',
    'apis:\n  acme:\n    contrct: ./openapi.yaml\n',
    '3:5 config: "apis.acme" has no member "contrct"; did you mean "contract"?',
  ],
  [
    'an API that is a text',
    'apis:\n  acme: x\n',
    '2:9 config: "apis.acme" must be an API: its contract and how it is served, got "x"',
  ],
  [
    'a mode that is near',
    api('auth: enforced'),
    '4:11 config: "apis.acme.auth" cannot be "enforced"; did you mean "enforce"?',
  ],
  ['another mode', api('auth: 7'), '4:11 config: "apis.acme.auth" must be enforce, presence or off, got 7'],
  [
    'another mode of a scheme',
    api('auth: { key: "no" }'),
    '4:18 config: "apis.acme.auth.key" must be enforce, presence or off, got "no"',
  ],
  [
    'one name to require',
    api('require: bearer'),
    '4:14 config: "apis.acme.require" must be a list of names, got "bearer"',
  ],
  ['a word for true', api('allowRefs: "yes"'), '4:16 config: "apis.acme.allowRefs" must be true or false, got "yes"'],
  [
    'a seed that is a list',
    api('seed: []'),
    '4:11 config: "apis.acme.seed" must be a file, or an object with accounts, clients, keys and settings, got []',
  ],
  [
    'an id that is no part of an address',
    'apis:\n  My API: { contract: ./openapi.yaml }\n',
    '2:3 config: The id "My API" cannot be part of an address; use lower-case letters, digits and hyphens: "my-api"',
  ],
  [
    'the id of a page',
    'apis:\n  docs: { contract: ./openapi.yaml }\n',
    '2:3 config: "docs" is an address of the server itself; choose another id',
  ],
  [
    'the id of a built-in API',
    'apis:\n  alpha: { contract: ./openapi.yaml }\n',
    '2:3 config: "alpha" is a built-in API; choose another id for this contract',
  ],
  [
    'a built-in API with more than a seed',
    'apis:\n  alpha: { auth: off }\n',
    '2:12 config: "apis.alpha.auth" is for an API with a contract of its own; "alpha" is built in, and takes a seed alone',
  ],
  [
    'no contract',
    'apis:\n  acme: { auth: off }\n',
    '2:3 config: "apis.acme" needs the member "contract": there is no built-in API "acme"; there are alpha, beta',
  ],
  [
    'a misspelt built-in API',
    'apis:\n  alfa:\n',
    '2:3 config: "apis.alfa" needs the member "contract": there is no built-in API "alfa"; did you mean "alpha"?',
  ],
  [
    'a file that is not there',
    'apis:\n  acme: { contract: ./opnapi.yaml }\n',
    '2:21 config: "apis.acme.contract" is "./opnapi.yaml", and there is no such file; did you mean "./openapi.yaml"?',
  ],
  [
    'a file in a folder that is not there',
    api('overlays: [acme.overlay.yaml, none/some.yaml]'),
    '4:35 config: "apis.acme.overlays.1" is "none/some.yaml", and there is no such file',
  ],
  ['a folder', api('seed: parts'), '4:11 config: "apis.acme.seed" is "parts", which is a folder; name a file'],
  [
    'an address of another kind',
    'apis:\n  acme: { contract: "ftp://acme.example/openapi.yaml" }\n',
    '2:21 config: "apis.acme.contract" is "ftp://acme.example/openapi.yaml"; expected a file or an http(s) address',
  ],
  [
    'handlers at an address',
    api('handlers: https://acme.example/handlers.ts'),
    '4:15 config: "apis.acme.handlers" is "https://acme.example/handlers.ts"; expected a file',
  ],
  [
    'one folder for what is generated of two APIs',
    `${api('generated: generated')}  other: { contract: ./openapi.yaml, generated: ./generated }\n`,
    '5:49 config: The files of "other" would be generated into the folder of "acme"; choose another one',
  ],
  [
    'a variable that is not set',
    api('seed: { clients: [{ id: web, secret: "${SECRET}" }] }'),
    '4:42 config: The environment variable SECRET is not set; set it, or give it a default: ${SECRET:-…}',
  ],
  [
    'what looks like a variable',
    api('seed: { clients: [{ id: web, secret: "${SECRET-x}" }, { id: "${SECRET" }] }'),
    '4:42 config: "${SECRET-x}" is not a variable; write ${NAME}, ${NAME:-a default}, or $${ for a literal ${',
    '4:65 config: "${SECRET" is not a variable; write ${NAME}, ${NAME:-a default}, or $${ for a literal ${',
  ],
  [
    'values from the environment, as they are written',
    api('auth: "${MODE}"\n    seed: ${TOKEN}\n    require: ["${SHORT}"]\n    overlays: ["x-${SHORT}"]'),
    '4:11 config: "apis.acme.auth" must be enforce, presence or off, got "${MODE}"',
    '5:11 config: "apis.acme.seed" is "${TOKEN}", and there is no such file',
    '7:16 config: "apis.acme.overlays.0" is "x-${SHORT}", and there is no such file',
  ],
  [
    'everything at once',
    'apis:\n  acme: { contract: none.yaml, auth: x, requires: [bearer] }\n  docs:\n  alpha: { contract: "${X}" }\n',
    '2:21 config: "apis.acme.contract" is "none.yaml", and there is no such file',
    '2:38 config: "apis.acme.auth" must be enforce, presence or off, got "x"',
    '2:41 config: "apis.acme" has no member "requires"; did you mean "require"?',
    '3:3 config: "docs" is an address of the server itself; choose another id',
    '4:3 config: "alpha" is a built-in API; choose another id for this contract',
    '4:22 config: The environment variable X is not set; set it, or give it a default: ${X:-…}',
  ],
]

test.each(faulty)('%s is refused', async (_, text, ...lines) => {
  expect(await faultsOf(text)).toEqual(lines.map((line) => `latchkey.config.yaml:${line}`))
})

describe('a seed in a file of its own', () => {
  const config = api('seed: ./acme.seed.yaml')

  test('has the lines of its faults', async () => {
    expect(await faultsOf(config, { 'acme.seed.yaml': 'clients:\n  - { id: "${WEB}" }\n' })).toEqual([
      'acme.seed.yaml:2:11 seed: The environment variable WEB is not set; set it, or give it a default: ${WEB:-…}',
    ])
    expect(await faultsOf(config, { 'acme.seed.yaml': 'clients: [\n' })).toEqual([
      'acme.seed.yaml:2:1 syntax: deficient indentation',
    ])
  })

  test('is a source, and says where its parts are', async () => {
    const seed = 'clients:\n  - id: web\n    secret: ${TOKEN}\n'
    await read(
      config,
      async (reading, folder) => {
        const { apis, sources } = await reading
        expect(sources).toEqual(['latchkey.config.yaml', 'acme.seed.yaml'].map((name) => join(folder, name)))
        expect(apis[0]?.seed?.seed).toEqual({ clients: [{ id: 'web', secret: 'hunter2-hunter2' }] })
        expect(['web', 'hunter2-hunter2'].map((text) => apis[0]?.seed?.isHidden(text))).toEqual([false, true])
        expect(apis[0]?.seed?.faultLine(['clients', 0, 'secret'], 'No "hunter2-hunter2"')).toBe(
          'acme.seed.yaml:3:13 seed: No "${TOKEN}"',
        )
      },
      { 'acme.seed.yaml': seed },
    )
  })
})

test('what is left out has its default, paths are absolute, and a built-in API needs no members', async () => {
  await read('apis:\n  acme:\n    contract: ./openapi.yaml\n  beta:\n', async (reading, folder) => {
    const { apis, ...config } = await reading
    expect(config).toEqual({
      file: join(folder, 'latchkey.config.yaml'),
      sources: [join(folder, 'latchkey.config.yaml')],
    })
    const usual = { overlays: [], auth: 'enforce', require: [], allowRefs: false, handlers: undefined, seed: undefined }
    const functions = { faultLine: expect.any(Function), hide: expect.any(Function) }
    const contract = join(folder, 'openapi.yaml')
    expect(apis).toEqual([
      { ...usual, id: 'acme', contract, generated: join(folder, '.latchkey/generated/acme'), ...functions },
      { ...usual, id: 'beta', contract: undefined, generated: join(folder, '.latchkey/generated/beta'), ...functions },
    ])
  })
})

test('everything can be said, in JSON as well', async () => {
  const acme = {
    contract: 'https://acme.example/openapi.json?key=${TOKEN}',
    overlays: ['acme.overlay.yaml', 'https://acme.example/overlay.yaml'],
    auth: { key: 'off', session: '${NONE:-presence}' },
    require: ['bearer', 'X-${SHORT}-Key'],
    allowRefs: true,
    handlers: './handlers.ts',
    generated: 'src/generated',
    seed: { settings: { from: '${EMPTY:-a}${EMPTY}b$${TOKEN}', limit: 3 } },
  }
  const text = JSON.stringify({ $schema: './node_modules/latchkey/dist/schemas/config.json', apis: { acme } })
  await read(text, async (reading, folder) => {
    const [api] = (await reading).apis
    expect(api).toMatchObject({
      contract: 'https://acme.example/openapi.json?key=hunter2-hunter2',
      overlays: [join(folder, 'acme.overlay.yaml'), 'https://acme.example/overlay.yaml'],
      auth: { key: 'off', session: 'presence' },
      require: ['bearer', 'X-abc-Key'],
      allowRefs: true,
      handlers: join(folder, 'handlers.ts'),
      generated: join(folder, 'src/generated'),
      seed: { seed: { settings: { from: 'ab${TOKEN}', limit: 3 } } },
    })
    expect(api?.faultLine(['auth', 'key'], 'There is no "hunter2-hunter2"', true)).toMatch(
      /^latchkey\.config\.yaml:1:\d+ config: There is no "\$\{TOKEN\}"$/,
    )
  })
})

test('a file that is not there, and one that is wrong, name the files that could mend it', async () => {
  await read('apis: { acme: { contract: none.yaml, overlays: [acme.overlay.yaml] } }', async (reading, folder) => {
    const error = await reading.catch((reason: unknown) => reason)
    const named = ['latchkey.config.yaml', 'none.yaml', 'acme.overlay.yaml'].map((name) => join(folder, name))
    expect(error).toMatchObject({ name: 'InvalidContract', sources: named })
    const missing = await readConfig('other.yaml', {}).catch((reason: unknown) => reason)
    expect(missing).toMatchObject({ sources: [join(folder, 'other.yaml')] })
    expect((missing as Error).message).toMatch(/^other\.yaml cannot be read: ENOENT: no such file or directory/)
  })
})
