import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readContractFile } from '../../src/codegen/read-contract.ts'
import { type Files, lintIn, withFolder } from './command.ts'

const head = 'openapi: 3.1.0\ninfo: { title: Tea house, version: 1.0.0 }\n'

const contract = `${head}paths:
  /teas:
    get: { operationId: listTeas, responses: { '204': { description: Done } } }
  /pots: { $ref: './pots.yaml' }
components:
  securitySchemes: { session: { type: http, scheme: bearer } }
`

const pots = `get:
  operationId: listPots
  responses:
    '204': { description: Done }
    '404': { $ref: './parts.yaml#/NotFound' }
`

const parts = 'NotFound:\n  description: No pots\n'

const begin = 'overlay: 1.1.0\ninfo: { title: Ours, version: 1.0.0 }\nactions:\n'

interface Case {
  readonly what: string
  readonly overlay: string
  /** What is printed as an error, or as warnings. */
  readonly says: readonly string[]
}

/** The first line of an action is line 4. */
const faults: readonly Case[] = [
  {
    what: 'an action that selects nothing, and what follows from it',
    overlay: `${begin}  - { target: $.components.securitySchemes.sesion, update: { x-ways: { key: { inputs: { key: {} }, send: $inputs.key } } } }
  - { target: "$.paths['/teas'].get", update: { x-action: { kind: list-keys, way: key, list: /keys, item: { /id: $key.id } } } }
`,
    says: [
      'tea.overlay.yaml:4:15 overlay: "$.components.securitySchemes.sesion" selects nothing: "securitySchemes" has no "sesion"; did you mean "session"?',
      'tea.overlay.yaml:5:49 action: "listTeas" acts for the caller, so it needs "security"',
      'tea.overlay.yaml:5:78 action: There is no way "key"',
      'tea.overlay.yaml:5:88 action: The answer of "listTeas" has no list at "/keys"',
    ],
  },
  {
    what: 'text that is no YAML',
    overlay: 'overlay: 1.1.0\ninfo:\n  title: Ours\n version: 1\n',
    says: ['tea.overlay.yaml:4:2 syntax: bad indentation of a mapping entry'],
  },
  {
    what: 'a contract',
    overlay: contract,
    says: ['tea.overlay.yaml:1:1 overlay: Expected "overlay" to be 1.0.x or 1.1.x, got nothing; this is a contract'],
  },
  {
    what: 'something else',
    overlay: 'teas: [sencha]\n',
    says: [
      'tea.overlay.yaml:1:1 overlay: Expected "overlay" to be 1.0.x or 1.1.x, got nothing; an overlay begins with "overlay: 1.1.0"',
    ],
  },
  {
    what: 'another version',
    overlay: begin.replace('1.1.0', '2.0.0'),
    says: ['tea.overlay.yaml:1:10 overlay: Expected "overlay" to be 1.0.x or 1.1.x, got "2.0.0"'],
  },
  {
    what: 'no actions',
    overlay: `${begin.replace('actions:', 'actions: []')}`,
    says: ['tea.overlay.yaml:3:10 overlay: "actions" must be a list of at least one action, got []'],
  },
  {
    what: 'an action that is a text',
    overlay: `${begin}  - $.info\n`,
    says: ['tea.overlay.yaml:4:5 overlay: An action must be an object with "target", got "$.info"'],
  },
  {
    what: 'an action without a target',
    overlay: `${begin}  - update: {}\n`,
    says: ['tea.overlay.yaml:4:5 overlay: "target" must be a JSONPath, got nothing'],
  },
  {
    what: 'a member that is misspelt',
    overlay: `${begin}  - target: $.info\n    udpate: {}\n`,
    says: ['tea.overlay.yaml:5:5 overlay: An action has no "udpate"; did you mean "update"?'],
  },
  {
    what: 'a bad JSONPath, at the character that is wrong',
    overlay: `${begin}  - target: $.paths./teas\n    update: {}\n  - target: "$.tags[?@.name = 1]"\n    remove: true\n`,
    says: [
      'tea.overlay.yaml:4:21 overlay: "$.paths./teas" is not a JSONPath: "/" is unexpected; write names that are not plain words as [\'name\']',
      'tea.overlay.yaml:6:29 overlay: "$.tags[?@.name = 1]" is not a JSONPath: to compare, write "=="',
    ],
  },
  {
    what: 'copy in Overlay 1.0',
    overlay: `${begin.replace('1.1.0', '1.0.0')}  - target: $.info\n    copy: $.paths\n`,
    says: ['tea.overlay.yaml:5:5 overlay: "copy" is of Overlay 1.1; write "overlay: 1.1.0"'],
  },
  {
    what: 'an action that does two things',
    overlay: `${begin}  - { target: $.info, copy: $.info, update: {} }\n`,
    says: ['tea.overlay.yaml:4:23 overlay: An action has either "update" or "copy"; make two of it'],
  },
  {
    what: 'a removal that is neither true nor false',
    overlay: `${begin}  - { target: $.info, remove: yes please }\n`,
    says: ['tea.overlay.yaml:4:31 overlay: "remove" must be true or false, got "yes please"'],
  },
  {
    what: 'the removal of everything',
    overlay: `${begin}  - { target: $, remove: true }\n`,
    says: ['tea.overlay.yaml:4:15 overlay: The whole contract cannot be removed; name the part that can'],
  },
  {
    what: 'a single value as the target in Overlay 1.0',
    overlay: `${begin.replace('1.1.0', '1.0.0')}  - { target: $.info.title, update: Tea }\n`,
    says: [
      'tea.overlay.yaml:4:15 overlay: The target is a single value, which Overlay 1.0 cannot change; write "overlay: 1.1.0"',
    ],
  },
  {
    what: 'an update of the wrong kind',
    overlay: `${begin}  - { target: $.info, update: [x] }\n  - { target: $.info, update: { title: { en: Tea } } }\n`,
    says: [
      'tea.overlay.yaml:4:31 overlay: This is a list, and the contract has an object there; change it to an object, or remove that first',
      'tea.overlay.yaml:5:40 overlay: This is an object, and the contract has a single value there; change it to a single value, or remove that first',
    ],
  },
  {
    what: 'a target of several kinds',
    overlay: `${begin}  - { target: $.info.*, update: x }\n  - { target: "$['info','openapi']", update: x }\n`,
    says: [
      "tea.overlay.yaml:5:15 overlay: \"$['info','openapi']\" selects objects and single values; give each kind an action of its own",
    ],
  },
  {
    what: 'a copy of nothing, and of several parts',
    overlay: `${begin}  - { target: $.info, copy: $.inf }\n  - { target: $.info, copy: $.paths.* }\n`,
    says: [
      'tea.overlay.yaml:4:29 overlay: "$.inf" selects nothing: the contract has no "inf"; did you mean "info"?',
      'tea.overlay.yaml:5:29 overlay: "$.paths.*" selects 2 parts; name one of them',
    ],
  },
  {
    what: 'a reference that leads nowhere',
    overlay: `${begin}  - target: $.paths['/pots'].get.responses\n    update:\n      '401': { $ref: '#/components/responses/No' }\n`,
    says: ['tea.overlay.yaml:6:14 no-unresolved-refs: Can\'t resolve "#/components/responses/No"'],
  },
  {
    what: 'a reference to a file outside the folder of the contract',
    overlay: `${begin}  - target: $.paths['/pots'].get.responses\n    update:\n      '401': { $ref: '../no.yaml' }\n`,
    says: [
      expect.stringMatching(/^tea\.overlay\.yaml:6:14 refs: ".*no\.yaml" is outside the folder of the contract; /),
    ],
  },
  {
    what: 'a declaration that is wrong',
    overlay: `${begin}  - target: $.paths['/teas'].get\n    update:\n      x-action: { kind: registr }\n`,
    says: ['tea.overlay.yaml:6:19 action: "x-action.kind" cannot be "registr"; did you mean "register"?'],
  },
]

const warnings: readonly Case[] = [
  {
    what: 'an action that selects nothing',
    overlay: `${begin}  - target: $.paths['/tea'].get\n    update: {}\n`,
    says: [
      `tea.overlay.yaml:4:13 overlay: "$.paths['/tea'].get" selects nothing: "paths" has no "/tea"; did you mean "/teas"?`,
    ],
  },
  {
    what: 'an action that changes nothing',
    overlay: `${begin}  - target: $.info\n`,
    says: ['tea.overlay.yaml:4:13 overlay: The action changes nothing; add "update", "copy" or "remove: true"'],
  },
  {
    what: 'an overlay of another contract',
    overlay: `extends: ./coffee.yaml\n${begin}  - { target: $.info, update: {} }\n`,
    says: ['tea.overlay.yaml:1:10 overlay: The overlay extends "./coffee.yaml", and is applied to openapi.yaml'],
  },
  {
    what: 'an overlay without a title',
    overlay: 'overlay: 1.0.0\nactions:\n  - { target: $.info, update: {} }\n',
    says: ['tea.overlay.yaml:1:1 overlay: The specification requires "info" with "title" and "version", both texts'],
  },
  {
    what: 'a part that the rules warn of, in the file that has it',
    overlay: `${begin}  - { target: $.paths, update: { /cups: { get: { responses: {}, tag: x } } } }\n  - { target: $.components.responses.NotFound.description, remove: true }\n`,
    says: [
      'parts.yaml:1:1 struct: The field `description` must be present on this level',
      'tea.overlay.yaml:4:65 struct: Property `tag` is not expected here',
    ],
  },
]

const files = (overlay: string): Files => ({
  'openapi.yaml': contract,
  'pots.yaml': pots,
  'parts.yaml': parts,
  'tea.overlay.yaml': overlay,
})

const lint = (overlay: string) =>
  withFolder(files(overlay), (folder) => lintIn(folder, 'openapi.yaml', '--overlay', 'tea.overlay.yaml'))

describe('a fault of an overlay is a line with its place and a remedy', () => {
  test.for(faults)('$what', async ({ overlay, says }) => {
    const { code, error } = await lint(overlay)
    expect({ code, lines: error.trimEnd().split('\n') }).toEqual({ code: 1, lines: says })
  })
  test('a file that is not there', async () => {
    const { error } = await withFolder(files(''), (folder) => lintIn(folder, 'openapi.yaml', '--overlay', 'no.yaml'))
    expect(error).toBe("no.yaml cannot be read: ENOENT: no such file or directory 'no.yaml'\n")
  })
})

describe('a warning has its place', () => {
  test.for(warnings)('$what', async ({ overlay, says }) => {
    const { code, error } = await lint(overlay)
    expect({ code, lines: error.trimEnd().split('\n') }).toEqual({
      code: 0,
      lines: says.map((line) => `warning ${line}`),
    })
  })
})

const read = (folder: string, overlays: readonly string[]) =>
  readContractFile(
    { file: join(folder, 'openapi.yaml'), overlays, allowRefs: false, cacheFolder: undefined, version: '1' },
    () => {},
  )

test('overlays are applied in their order to what the files of a contract are together', async () => {
  const change = (title: string) => `${begin}  - { target: $.info, update: { title: ${title} } }\n`
  const rename = `${begin}  - target: $.paths['/pots'].get\n    update: { operationId: listTeapots }\n`
  await withFolder({ ...files(rename), 'one.yaml': change('One'), 'two.yaml': change('Two') }, async (folder) => {
    const overlays = ['tea.overlay.yaml', 'two.yaml', 'one.yaml'].map((name) => join(folder, name))
    const { document, warnings, sources } = await read(folder, overlays)
    expect(document.info.title).toBe('One')
    expect(document.paths).toMatchObject({ '/pots': { get: { operationId: 'listTeapots' } } })
    expect(warnings).toEqual([])
    const names = ['openapi.yaml', 'pots.yaml', 'parts.yaml', 'tea.overlay.yaml', 'two.yaml', 'one.yaml']
    expect(new Set(sources)).toEqual(new Set(names.map((name) => join(folder, name))))
  })
})

test('a change of an overlay is a change of the contract', async () => {
  const text = (title: string) => `${begin}  - { target: $.info, update: { title: ${title} } }\n`
  await withFolder(files(text('One')), async (folder) => {
    const overlay = join(folder, 'tea.overlay.yaml')
    const fingerprint = async () => (await read(folder, [overlay])).fingerprint
    const before = await fingerprint()
    expect(await fingerprint()).toBe(before)
    await writeFile(overlay, text('Two'))
    expect(await fingerprint()).not.toBe(before)
  })
})

test('a reference in an overlay is one of its folder, and a reference to the contract is one within it', async () => {
  const overlay = `${begin}  - target: $.paths['/teas'].get.responses
    update:
      '404': { $ref: './more.yaml#/None' }
      '409': { $ref: '../parts.yaml#/NotFound' }
      '403': { $ref: '../openapi.yaml#/components/responses/NotFound' }
`
  const more = 'None: { description: No teas }\n'
  await withFolder({ ...files(''), 'ours/tea.yaml': overlay, 'ours/more.yaml': more }, async (folder) => {
    const { document } = await read(folder, [join(folder, 'ours', 'tea.yaml')])
    expect(Object(document.paths['/teas']).get.responses).toEqual({
      '204': { description: 'Done' },
      '403': { $ref: '#/components/responses/NotFound' },
      '404': { $ref: '#/components/responses/None' },
      '409': { $ref: '#/components/responses/NotFound' },
    })
    expect(document.components?.responses).toMatchObject({ None: { description: 'No teas' } })
  })
})
