import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'
import { generate } from '../../src/codegen/generate.ts'
import { type Files, generateIn, withFolder } from './command.ts'

interface Invalid {
  readonly what: string
  readonly files: Files
  /** What is given to the command; `openapi.yaml` unless said. */
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
    says: ['openapi.yaml:1:1 version: Expected "openapi" to be 3.0.x or 3.1.x, got nothing'],
  },
  {
    what: 'Swagger 2.0',
    files: { 'openapi.yaml': 'info: { title: Tea house, version: 1.0.0 }\nswagger: "2.0"\npaths: {}\n' },
    says: ['openapi.yaml:2:10 version: Expected "openapi" to be 3.0.x or 3.1.x, got "Swagger 2.0"'],
  },
  {
    what: 'OpenAPI 3.2',
    files: { 'openapi.yaml': 'openapi: 3.2.0\ninfo: { title: Tea house, version: 1.0.0 }\npaths: {}\n' },
    says: ['openapi.yaml:1:10 version: Expected "openapi" to be 3.0.x or 3.1.x, got "3.2.0"'],
  },
  {
    what: 'a reference that leads nowhere in the file',
    files: {
      'openapi.yaml': operation(`${parameter}      responses: { "200": { $ref: "#/components/responses/Tea" } }\n`),
    },
    says: ["openapi.yaml:7:27 no-unresolved-refs: Can't resolve $ref"],
  },
  {
    what: 'a reference to a file that is not there',
    files: { 'openapi.yaml': operation(`${parameter}      responses: { "200": { $ref: tea.yaml } }\n`) },
    says: ["openapi.yaml:7:27 no-unresolved-refs: Can't resolve $ref: ENOENT: no such file or directory 'tea.yaml'"],
  },
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
]

/** Told apart by the same code, so there is no need for a process each. */
const variants: readonly Invalid[] = [
  {
    what: 'a text',
    files: { 'openapi.yaml': 'Tea house\n' },
    says: ['openapi.yaml:1:1 version: Expected "openapi" to be 3.0.x or 3.1.x, got nothing'],
  },
  {
    what: 'nothing',
    files: { 'openapi.yaml': '' },
    says: ['openapi.yaml:1:1 version: Expected "openapi" to be 3.0.x or 3.1.x, got nothing'],
  },
  {
    what: 'a version that YAML takes for a number',
    files: { 'openapi.yaml': 'openapi: 3.1\ninfo: { title: Tea house, version: 1.0.0 }\npaths: {}\n' },
    says: ['openapi.yaml:1:10 version: Expected "openapi" to be 3.0.x or 3.1.x, got the number 3.1'],
  },
  {
    what: 'a reference that leads nowhere, in another file',
    files: {
      'openapi.yaml': `${head}paths:\n  /teas: { $ref: paths/teas.yaml }\n`,
      'paths/teas.yaml': 'get:\n  responses:\n    "200": { $ref: "#/nowhere" }\n',
    },
    says: ["paths/teas.yaml:3:12 no-unresolved-refs: Can't resolve $ref"],
  },
  {
    what: 'YAML that is none in another file',
    files: {
      'openapi.yaml': `${head}paths:\n  /teas: { $ref: teas.yaml }\n`,
      'teas.yaml': 'get:\n  summary: Tea\n responses: {}\n',
    },
    says: [
      `openapi.yaml:4:10 no-unresolved-refs: Can't resolve $ref: bad indentation of a mapping entry in "teas.yaml" (3:2)`,
      'teas.yaml:3:2 no-unresolved-refs: Failed to parse: bad indentation of a mapping entry in "teas.yaml" (3:2)',
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
]

describe.concurrent('the command is given', () => {
  test.each(invalid)('$what, says where the fault is and writes nothing', async ({ files, file, says }) => {
    await withFolder(files, async (folder) => {
      const before = await readdir(folder, { recursive: true })
      const outcome = await generateIn(folder, file ?? 'openapi.yaml', '--out', 'generated/tea')
      expect(outcome).toEqual({ code: 1, out: '', error: says.map((line) => `${line}\n`).join('') })
      expect(await readdir(folder, { recursive: true })).toEqual(before)
    })
  })
})

test.each(variants)('$what is refused with its place', async ({ files, says }) => {
  await withFolder(files, async (folder) => {
    const target = { file: join(folder, 'openapi.yaml'), folder: join(folder, 'generated') }
    const error = await generate([target]).catch((reason: Error) => reason)
    expect(error).toMatchObject({ name: 'InvalidContract' })
    expect((error as Error).message.replaceAll(`${relative('.', folder)}/`, '').replaceAll(`${folder}/`, '')).toBe(
      says.join('\n'),
    )
  })
})
