import { readdir, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Files, generateIn, spawnGenerate, withFolder } from './command.ts'

interface Invalid {
  readonly what: string
  readonly files: Files
  /** What is given to the command; default: `openapi.yaml`. */
  readonly file?: string
  /** All that is printed, line by line. */
  readonly says: readonly string[]
}

const head = 'openapi: 3.1.0\ninfo: { title: Tea house, version: 1.0.0 }\n'

/** `GET /teas/{tea}` with the given lines in it, the first of which is line 5. */
const operation = (lines: string) => `${head}paths:\n  /teas/{tea}:\n    get:\n${lines}`

const parameter = '      parameters: [{ name: tea, in: path, required: true, schema: { type: string } }]\n'

const invalid: readonly Invalid[] = [
  {
    what: 'a file that is not there',
    files: {},
    says: ["openapi.yaml cannot be read: ENOENT: no such file or directory 'openapi.yaml'"],
  },
  {
    what: 'an address that nothing listens at',
    files: {},
    file: 'http://127.0.0.1:1/openapi.yaml',
    says: ['http://127.0.0.1:1/openapi.yaml cannot be read: bad port'],
  },
  {
    what: 'a folder',
    files: { 'contracts/openapi.yaml': head },
    file: 'contracts',
    says: ['contracts cannot be read: Expected a file but received a folder at contracts'],
  },
  {
    what: 'YAML that is none',
    files: { 'openapi.yaml': 'openapi: 3.1.0\ninfo:\n  title: Tea house\n version: 1.0.0\n' },
    says: ['openapi.yaml:4:2 syntax: bad indentation of a mapping entry'],
  },
  {
    what: 'JSON that is none',
    files: { 'openapi.json': '{\n  "openapi": "3.1.0"\n  "info": {}\n}\n' },
    file: 'openapi.json',
    says: ['openapi.json:3:3 syntax: missed comma between flow collection entries'],
  },
  {
    what: 'something else than OpenAPI',
    files: { 'openapi.yaml': 'title: Tea house\nteas: [sencha]\n' },
    says: ['openapi.yaml:1:1 version: Expected "openapi" to be 3.0.x, 3.1.x or 3.2.x, got nothing'],
  },
  {
    what: 'Swagger 2.0',
    files: { 'openapi.yaml': 'info: { title: Tea house, version: 1.0.0 }\nswagger: "2.0"\npaths: {}\n' },
    says: [
      'openapi.yaml:2:10 version: Expected "openapi" to be 3.0.x, 3.1.x or 3.2.x, got "Swagger 2.0"; convert it first: npx swagger2openapi FILE --outfile openapi.yaml',
    ],
  },
  {
    what: 'a reference that leads nowhere in the file',
    files: {
      'openapi.yaml': operation(`${parameter}      responses: { "200": { $ref: "#/components/responses/Tea" } }\n`),
    },
    says: ['openapi.yaml:7:27 no-unresolved-refs: Can\'t resolve "#/components/responses/Tea"'],
  },
  {
    what: 'a reference to a file that is not there',
    files: { 'openapi.yaml': operation(`${parameter}      responses: { "200": { $ref: tea.yaml } }\n`) },
    says: [
      "openapi.yaml:7:27 no-unresolved-refs: Can't resolve \"tea.yaml\": ENOENT: no such file or directory 'tea.yaml'",
    ],
  },
  {
    what: 'a text',
    files: { 'openapi.yaml': 'Tea house\n' },
    says: ['openapi.yaml:1:1 version: Expected "openapi" to be 3.0.x, 3.1.x or 3.2.x, got nothing'],
  },
  {
    what: 'nothing',
    files: { 'openapi.yaml': '' },
    says: ['openapi.yaml:1:1 version: Expected "openapi" to be 3.0.x, 3.1.x or 3.2.x, got nothing'],
  },
  {
    what: 'a version that YAML takes for a number',
    files: { 'openapi.yaml': 'openapi: 4.1\ninfo: { title: Tea house, version: 1.0.0 }\npaths: {}\n' },
    says: ['openapi.yaml:1:10 version: Expected "openapi" to be 3.0.x, 3.1.x or 3.2.x, got the number 4.1'],
  },
  {
    what: 'a reference that leads nowhere, in another file',
    files: {
      'openapi.yaml': `${head}paths:\n  /teas: { $ref: paths/teas.yaml }\n`,
      'paths/teas.yaml': 'get:\n  responses:\n    "200": { $ref: "#/nowhere" }\n',
    },
    says: ['paths/teas.yaml:3:12 no-unresolved-refs: Can\'t resolve "#/nowhere"'],
  },
  {
    what: 'YAML that is none in another file',
    files: {
      'openapi.yaml': `${head}paths:\n  /teas: { $ref: teas.yaml }\n`,
      'teas.yaml': 'get:\n  summary: Tea\n responses: {}\n',
    },
    says: ['teas.yaml:3:2 syntax: bad indentation of a mapping entry'],
  },
  {
    what: 'two YAML documents',
    files: { 'openapi.yaml': `${head}paths: {}\n--- # the second\nopenapi: 3.1.0\n` },
    says: ['openapi.yaml:4:1 syntax: expected a single document in the stream, but found more'],
  },
  {
    what: 'two YAML documents in another file',
    files: {
      'openapi.yaml': `${head}paths:\n  /teas: { $ref: teas.yaml }\n`,
      'teas.yaml': '---\nget: {}\n---\nget: {}\n',
    },
    says: ['teas.yaml:3:1 syntax: expected a single document in the stream, but found more'],
  },
  {
    what: 'JSON with a comma too many in an object',
    files: { 'openapi.json': '{\n  "openapi": "3.1.0",\n}\n' },
    file: 'openapi.json',
    says: ['openapi.json:3:1 syntax: Expected double-quoted property name'],
  },
  {
    what: 'JSON with a comma too many in a list',
    files: { 'openapi.json': '{ "openapi": "3.1.0",\n  "tags": [{ "name": "teas" }, ],\n  "paths": {} }\n' },
    file: 'openapi.json',
    says: ["openapi.json:2:32 syntax: Unexpected token ']'"],
  },
  {
    what: 'YAML under the name of JSON',
    files: { 'openapi.json': `${head}paths: {}\n` },
    file: 'openapi.json',
    says: ["openapi.json:1:1 syntax: Unexpected token 'o'"],
  },
  {
    what: 'JSON with a comma too many in another file',
    files: { 'openapi.yaml': `${head}paths:\n  /teas: { $ref: teas.json }\n`, 'teas.json': '{ "get": {}, }' },
    says: ['teas.json:1:14 syntax: Expected double-quoted property name'],
  },
  {
    what: 'lists in lists without end',
    files: { 'openapi.json': '['.repeat(1_000_000) },
    file: 'openapi.json',
    says: ['openapi.json:1:100 syntax: nested more than 100 levels deep'],
  },
  {
    what: 'a YAML alias within what it stands for',
    files: { 'openapi.yaml': `${head}components:\n  schemas:\n    Leaf: &leaf\n      items: *leaf\n` },
    says: ['openapi.yaml:6:15 limits: The YAML alias is part of what it repeats; use a $ref for a recursive schema'],
  },
  {
    what: 'YAML aliases that multiply each other',
    files: { 'openapi.yaml': `${head}paths: {}\nx-leaves:\n${multiplied(30)}` },
    says: ['openapi.yaml:23:21 limits: The YAML aliases repeat more than 1,000,000 values; use $refs instead'],
  },
  {
    what: 'YAML aliases that multiply each other in another file',
    files: {
      'openapi.yaml': `${head}paths:\n  /teas: { $ref: teas.yaml }\n`,
      'teas.yaml': multiplied(30),
    },
    says: ['teas.yaml:19:21 limits: The YAML aliases repeat more than 1,000,000 values; use $refs instead'],
  },
  {
    what: 'examples whose references multiply each other',
    files: { 'openapi.yaml': `${head}paths: {}\ncomponents:\n  schemas:\n${multipliedExamples(30)}` },
    says: ['openapi.yaml:6:23 limits: The references in examples repeat more than 1,000,000 values'],
  },
  {
    what: 'a member that calls itself like a method of every object',
    files: { 'openapi.yaml': `${head.replace('version', 'hasOwnProperty')}paths: {}\n` },
    says: [
      'openapi.yaml:1:1 unexpected: Generating failed unexpectedly (node.hasOwnProperty is not a function); please report it with this contract',
    ],
  },
]

/** What the specification asks for, and generated code can do without. */
const minded: readonly Invalid[] = [
  {
    what: 'a member that OpenAPI does not know',
    files: { 'openapi.yaml': operation(`${parameter}      responses: {}\n      respones: {}\n`) },
    says: ['openapi.yaml:8:7 struct: Property `respones` is not expected here'],
  },
  {
    what: 'a name given to two operations',
    files: {
      'openapi.yaml': `${operation(`${parameter}      operationId: tea\n      responses: { "204": { description: Done. } }\n`)}  /tea:\n    get:\n      operationId: tea\n      responses: { "204": { description: Done. } }\n`,
    },
    says: ['openapi.yaml:11:7 operation-operationId-unique: Every operation must have a unique `operationId`'],
  },
  {
    what: 'a path parameter that is not declared',
    files: { 'openapi.yaml': operation('      responses: { "204": { description: Done. } }\n') },
    says: [
      'openapi.yaml:5:5 path-parameters-defined: The operation does not define the path parameter `{tea}` expected by path `/teas/{tea}`',
    ],
  },
  {
    what: 'a member that is missing',
    files: { 'openapi.yaml': operation(`${parameter}      responses: { "200": {} }\n`) },
    says: ['openapi.yaml:7:20 struct: The field `description` must be present on this level'],
  },
  {
    what: 'a security scheme that is not declared',
    files: {
      'openapi.yaml': operation(
        `${parameter}      security: [{ key: [] }]\n      responses: { "204": { description: Done. } }\n`,
      ),
    },
    says: ['openapi.yaml:7:20 security-defined: There is no `key` security scheme defined'],
  },
  {
    what: 'two faults',
    files: { 'openapi.yaml': operation('      responses: { "200": {} }\n') },
    says: [
      'openapi.yaml:5:5 path-parameters-defined: The operation does not define the path parameter `{tea}` expected by path `/teas/{tea}`',
      'openapi.yaml:6:20 struct: The field `description` must be present on this level',
    ],
  },
  {
    what: 'a pattern that is no regular expression',
    files: {
      'openapi.yaml': operation(
        "      parameters: [{ name: tea, in: path, required: true, schema: { pattern: '[a-z' } }]\n      responses: { '204': { description: Done. } }\n",
      ),
    },
    says: [
      'openapi.yaml:6:78 latchkey/patterns: Invalid regular expression: /[a-z/: Unterminated character class; it is left out',
    ],
  },
  {
    what: 'a pattern of names that is no regular expression, in another file',
    files: {
      'openapi.yaml': `${head}paths: {}\ncomponents: { schemas: { Tea: { $ref: tea.yaml } } }\n`,
      'tea.yaml': 'patternProperties:\n  "^leaf": {}\n  "(leaf": {}\n',
    },
    says: ['tea.yaml:3:3 latchkey/patterns: Invalid regular expression: /(leaf/: Unterminated group; it is left out'],
  },
  {
    what: 'a server that is no URL',
    files: { 'openapi.yaml': `${head}servers: [{ url: 'https://tea.example:port/v1' }]\npaths: {}\n` },
    says: ['openapi.yaml:3:18 latchkey/first-server: "https://tea.example:port/v1" is not a URL'],
  },
  {
    what: 'an operation of a method of OpenAPI 3.2',
    files: {
      'openapi.yaml': `${head.replace('3.1.0', '3.2.0')}paths:\n  /teas:\n    query: { responses: { '204': { description: Done. } } }\n    additionalOperations: { LINK: { responses: { '204': { description: Done. } } } }\n`,
    },
    says: [
      'openapi.yaml:5:5 latchkey/left-out: The operation is left out: clients and servers cannot send QUERY yet',
      'openapi.yaml:6:29 latchkey/left-out: The operation is left out: clients and servers cannot send LINK yet',
    ],
  },
  {
    what: 'a whole query string of OpenAPI 3.2',
    files: {
      'openapi.yaml': `${head.replace('3.1.0', '3.2.0')}paths:\n  /teas:\n    get:\n      parameters: [{ name: q, in: querystring, content: { text/plain: {} } }]\n      responses: { '204': { description: Done. } }\n`,
    },
    says: [
      'openapi.yaml:6:35 latchkey/left-out: The parameter is left out: clients and servers cannot write a whole query string yet',
    ],
  },
]

/** Under each name twice what is under the one before. */
function multiplied(levels: number): string {
  const lines = Array.from(
    { length: levels },
    (_, level) => `  leaf${level + 1}: &leaf${level + 1} [*leaf${level}, *leaf${level}]\n`,
  )
  return `  leaf0: &leaf0 [green]\n${lines.join('')}`
}

function multipliedExamples(levels: number): string {
  const example = (level: number) => `{ $ref: "#/components/schemas/Leaf${level}/example" }`
  const lines = Array.from(
    { length: levels },
    (_, level) => `    Leaf${level}: { example: [${example(level + 1)}, ${example(level + 1)}] }\n`,
  )
  return `${lines.join('')}    Leaf${levels}: { example: green }\n`
}

test.each(invalid)('$what is refused with its place, and nothing is written', async ({ files, file, says }) => {
  await withFolder(files, async (folder) => {
    const before = await readdir(folder, { recursive: true })
    const outcome = await generateIn(folder, file ?? 'openapi.yaml', '--out', 'generated/tea')
    expect(outcome).toEqual({ code: 1, out: '', error: says.map((line) => `${line}\n`).join('') })
    expect(await readdir(folder, { recursive: true })).toEqual(before)
  })
})

describe.each(minded)('$what', ({ files, says }) => {
  test('is a warning with its place, and everything is generated', async () => {
    await withFolder(files, async (folder) => {
      const outcome = await generateIn(folder, 'openapi.yaml', '--out', 'generated/tea')
      expect(outcome).toMatchObject({ code: 0, error: says.map((line) => `warning ${line}\n`).join('') })
      expect(await readdir(join(folder, 'generated/tea'))).toEqual(derived)
    })
  })

  test('is refused with --strict, and nothing is written', async () => {
    await withFolder(files, async (folder) => {
      const before = await readdir(folder, { recursive: true })
      const outcome = await generateIn(folder, 'openapi.yaml', '--out', 'generated/tea', '--strict')
      expect(outcome).toEqual({ code: 1, out: '', error: says.map((line) => `${line}\n`).join('') })
      expect(await readdir(folder, { recursive: true })).toEqual(before)
    })
  })
})

const derived = ['client.ts', 'contract.json', 'handlers.ts', 'operations.ts', 'schema.ts', 'server.ts']

test('of many warnings the first twenty are shown', async () => {
  const tags = Array.from({ length: 25 }, () => '{ name: teas }').join(', ')
  await withFolder({ 'openapi.yaml': `${head}paths: {}\ntags: [${tags}]\n` }, async (folder) => {
    const { out, error } = await generateIn(folder, 'openapi.yaml', '--out', 'generated')
    const lines = error.split('\n')
    expect(lines[0]).toBe("warning openapi.yaml:4:24 no-duplicated-tag-names: Duplicate tag name found: 'teas'")
    expect(lines.slice(20)).toEqual(['… and 4 more; --strict lists all of them', ''])
    expect(out).toMatch(/^Tea house: 0 operations, 0 security schemes, 24 warnings\n/)
  })
})

test('a file of more than 50 MB is not read', async () => {
  await withFolder({ 'openapi.yaml': head }, async (folder) => {
    await truncate(join(folder, 'openapi.yaml'), 50 * 1024 * 1024 + 1)
    expect(await generateIn(folder, 'openapi.yaml', '--out', 'generated')).toEqual({
      code: 1,
      out: '',
      error: 'openapi.yaml:1:1 limits: The contract and the files it refers to are larger than 50 MB\n',
    })
  })
})

test('files of more than 50 MB together are not read', async () => {
  const files = { 'openapi.yaml': `${head}paths:\n  /teas: { $ref: teas.yaml }\n`, 'teas.yaml': 'get: {}\n' }
  await withFolder(files, async (folder) => {
    await truncate(join(folder, 'teas.yaml'), 50 * 1024 * 1024)
    expect(await generateIn(folder, 'openapi.yaml', '--out', 'generated')).toMatchObject({
      error: 'teas.yaml:1:1 limits: The contract and the files it refers to are larger than 50 MB\n',
    })
  })
})

test('the command prints what is wrong on the standard error, ends with 1 and writes nothing', async () => {
  await withFolder({ 'openapi.yaml': operation('      responses: { "200": {} }\n') }, async (folder) => {
    expect(await spawnGenerate(folder, 'openapi.yaml', '--out', 'generated/tea', '--strict')).toEqual({
      code: 1,
      out: '',
      error:
        'openapi.yaml:5:5 path-parameters-defined: The operation does not define the path parameter `{tea}` expected by path `/teas/{tea}`\n' +
        'openapi.yaml:6:20 struct: The field `description` must be present on this level\n',
    })
    expect(await readdir(folder)).toEqual(['openapi.yaml'])
  })
})
