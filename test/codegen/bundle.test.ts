import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bundleContract } from '../../src/codegen/bundle.ts'
import { generate } from '../../src/codegen/generate.ts'
import type { ContractDocument, OperationObject } from '../../src/contract/document.ts'
import { type Files, withFolder } from './command.ts'
import { contractOf, topics } from './fixtures.ts'

/** Every `$ref` and every target of a discriminator's mapping, but for extensions. */
function referencesIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, value]) => {
    if (key.startsWith('x-')) return []
    if (key === '$ref') return [String(value)]
    return key === 'mapping' ? Object.values(value as object).map(String) : referencesIn(value)
  })
}

async function schemaOf(topic: string, name: string): Promise<unknown> {
  return (await contractOf(topic)).document.components?.schemas?.[name]
}

async function bundledFrom(files: Files, name: string): Promise<ContractDocument> {
  return withFolder(files, async (folder) => (await bundleContract(join(folder, name))).document)
}

describe('what OpenAPI 3.2 says in words of its own', () => {
  const lowered = contractOf('three-two')

  test('of media types, examples and answers is said in those of 3.1', async () => {
    const { document, operations } = await lowered
    expect(document.openapi).toBe('3.1.1')
    expect(operations.map(({ id }) => id)).toEqual(['listLamps', 'addLamp', 'readLog'])
    const [list, add, log] = operations
    const lamps = { schema: { $ref: '#/components/schemas/Lamps' }, example: [{ kind: 'Led', watts: 7 }] }
    expect(list?.responses.get('200')).toMatchObject({
      description: 'The lamps.',
      content: { 'application/json': lamps },
    })
    expect(list?.parameters).toEqual([expect.not.objectContaining({ style: 'cookie' })])
    expect(add?.parameters).toEqual([])
    expect(add?.responses.get('201')?.content['application/json']?.examples).toEqual({
      bright: { value: { kind: 'Led', watts: 7 } },
    })
    expect(log?.responses.get('200')?.content).toEqual({ 'application/jsonl': {} })
  })

  test('of a default form leaves nothing that would refuse it', async () => {
    const { document } = await lowered
    expect(document.components?.schemas?.Lamp).toEqual({
      oneOf: [{ $ref: '#/components/schemas/Led' }, { $ref: '#/components/schemas/Flame' }],
    })
    const deviceAuthorization = { scopes: { 'lamps:read': 'Read lamps' } }
    expect(document.components?.securitySchemes?.device).toMatchObject({ flows: { deviceAuthorization } })
  })
})

test.each<[string, string, object]>([
  ['a list in the place of an object', 'components: { schemas: [{ type: string }] }', { components: {} }],
  [
    'text in the place of a schema',
    'components: { schemas: { Tea: green } }',
    { components: { schemas: { Tea: {} } } },
  ],
  [
    'an unknown type, an empty choice and a bound that is text',
    'components: { schemas: { Tea: { type: leaf, oneOf: [], minimum: "1" } } }',
    { components: { schemas: { Tea: {} } } },
  ],
  [
    'a tuple of earlier drafts',
    'components: { schemas: { Tea: { items: [{ type: string }] } } }',
    { components: { schemas: { Tea: { prefixItems: [{ type: 'string' }] } } } },
  ],
  [
    'a flag for a list of required members',
    'components: { schemas: { Tea: { required: true } } }',
    { components: { schemas: { Tea: {} } } },
  ],
  [
    'a parameter without a name, and one of Swagger',
    'paths: { /: { get: { parameters: [{ in: query }, { name: tea, in: body }], responses: {} } } }',
    { paths: { '/': { get: { operationId: 'get', parameters: [], responses: {} } } } },
  ],
  [
    'a path without a slash, and an answer without a description',
    'paths: { teas: { get: { responses: { 2xx: null } } } }',
    { paths: { '/teas': { get: { operationId: 'getTeas', responses: { '2XX': { description: '' } } } } } },
  ],
  [
    'a reference to what could not be read',
    'components: { responses: { Gone: {} }, parameters: { P: [] } }\npaths: { /: { get: { parameters: [{ $ref: "#/components/parameters/P" }], responses: {} } } }',
    { paths: { '/': { get: { operationId: 'get', parameters: [], responses: {} } } } },
  ],
])('%s is left out, or becomes what it says', async (_, text, expected) => {
  const head = 'openapi: 3.1.0\ninfo: { title: Tea, version: "1" }\n'
  expect(await bundledFrom({ 'openapi.yaml': `${head}${text}\n` }, 'openapi.yaml')).toMatchObject(expected)
})

test('parts that references point into are written once, however many there are', async () => {
  const nested = (levels: number): object =>
    levels === 0 ? { type: 'string' } : { type: 'object', properties: { leaf: nested(levels - 1) } }
  const sizeOf = async (levels: number) => {
    const pointers = Array.from(
      { length: levels },
      (_, level) => `#/components/schemas/Tea${'/properties/leaf'.repeat(level + 1)}`,
    )
    const schemas = { Tea: nested(levels), Pot: { oneOf: pointers.map(($ref) => ({ $ref })) } }
    const source = JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'T', version: '1' },
      paths: {},
      components: { schemas },
    })
    const written = JSON.stringify(await bundledFrom({ 'openapi.json': source }, 'openapi.json'))
    return written.split('"type":').length
  }
  expect(await sizeOf(30)).toBe(32)
})

test('a thousand schemas that lead to each other are no limit', async () => {
  const names = Array.from({ length: 1_200 }, (_, index) => `Leaf${index}`)
  const schemas = Object.fromEntries(
    names.map((name, index) => [
      name,
      { properties: { next: { $ref: `#/components/schemas/Leaf${(index + 1) % 1_200}` } } },
    ]),
  )
  const source = { openapi: '3.1.0', info: { title: 'T', version: '1' }, paths: {}, components: { schemas } }
  const { files } = await withFolder({ 'openapi.json': JSON.stringify(source) }, (folder) =>
    generate([{ file: join(folder, 'openapi.json'), folder }]),
  )
  const text = [...files].find(([path]) => path.endsWith('schema.ts'))?.[1] ?? ''
  expect(text).toContain('readonly Leaf1199: {')
})

test.each<[string, object, object]>([
  ['path items', { '/a': { $ref: '#/paths/~1teas' }, '/b': { $ref: '#/paths/~1teas' } }, {}],
  ['operations', { '/a': { get: { $ref: '#/paths/~1teas/get' } }, '/b': { put: { $ref: '#/paths/~1teas/get' } } }, {}],
  [
    'answers',
    {},
    { responses: { A: { $ref: '#/components/responses/Tea' }, B: { $ref: '#/components/responses/Tea' } } },
  ],
])('schemas of %s that stand at several places are written once', async (_, paths, components) => {
  const tea = { description: 'Tea.', content: { 'application/json': { schema: { type: 'object', title: 'The tea' } } } }
  const source = {
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    paths: { '/teas': { get: { responses: { 200: tea } } }, ...paths },
    components: {
      responses: {
        Tea: { ...tea, content: { 'text/x-tea': { schema: { title: 'A leaf' } } } },
        ...Object(components).responses,
      },
    },
  }
  const written = JSON.stringify(await bundledFrom({ 'openapi.json': JSON.stringify(source) }, 'openapi.json'))
  expect([written.split('The tea').length - 1, written.split('A leaf').length - 1]).toEqual([1, 1])
})

describe('references', () => {
  test.each(topics)('all end at a component in the bundle of %s', async (topic) => {
    const { document } = await contractOf(topic)
    const odd = referencesIn(document).filter((target) => !/^#\/components\/\w+\/[\p{L}\p{N}._-]+$/u.test(target))
    expect(odd).toEqual([])
  })

  test('into the middle of something lead to a component made of what stands there', async () => {
    const { document } = await contractOf('deep-references')
    expect([...new Set(referencesIn(document.paths))].sort()).toEqual([
      '#/components/headers/maps_get_responses_200_headers_X-Total',
      '#/components/parameters/maps_parameters_0',
      '#/components/requestBodies/maps_post_requestBody',
      '#/components/responses/Bad',
      '#/components/responses/maps_get_responses_200',
      '#/components/responses/maps_get_responses_400',
      '#/components/schemas/Legend_colour',
      '#/components/schemas/Legend_defs_Any',
      '#/components/schemas/Legend_errors_items_code',
      '#/components/schemas/Legend_kind_oneOf_1',
    ])
    expect(document.components?.schemas?.Legend_colour).toEqual({ type: 'string', enum: ['red', 'blue'] })
  })

  test('among the components are replaced by what they lead to', async () => {
    const { document, securitySchemes } = await contractOf('references')
    expect(document.components?.responses?.Wrong).toEqual(document.components?.responses?.Problem)
    expect(document.components?.requestBodies?.BookingAlias).toEqual(document.components?.requestBodies?.Booking)
    expect(securitySchemes.pass).toEqual({ type: 'apiKey', in: 'header', name: 'X-Pass' })
  })

  test('with constraints beside them become an allOf, with remarks beside them stay', async () => {
    expect(await schemaOf('schema-keywords', 'Thing')).toMatchObject({
      allOf: [{ $ref: '#/components/schemas/Base' }],
      required: ['pair', 'fixed', 'many', 'map'],
      properties: { anchored: { $ref: '#/components/schemas/Lonely', description: 'By its anchor' } },
    })
  })

  test('by bare name in a discriminator are written out', async () => {
    const { document } = await contractOf('discriminators')
    expect(referencesIn(document.paths)).toEqual([
      '#/components/schemas/Instrument',
      '#/components/schemas/Instrument',
      '#/components/schemas/Card',
      '#/components/schemas/Cash',
      '#/components/schemas/Card',
      '#/components/schemas/Cash',
      '#/components/schemas/Payment',
    ])
  })
})

describe('OpenAPI 3.0', () => {
  test('becomes 3.1, word for word where a word changed its meaning', async () => {
    expect(await schemaOf('three-zero', 'Loaf')).toEqual({
      type: 'object',
      additionalProperties: false,
      required: ['name', 'grams', 'note', 'crust', 'example', 'nullable'],
      properties: {
        name: { type: 'string', examples: ['Rye'] },
        grams: { type: 'integer', exclusiveMinimum: 0, maximum: 2000, examples: [750] },
        note: { type: ['string', 'null'] },
        crust: { anyOf: [{ $ref: '#/components/schemas/Crust' }, { type: 'null' }] },
        example: { type: 'string', description: 'A property of the name of a keyword' },
        nullable: { type: 'boolean' },
        examples: { type: 'array', items: { type: 'string' } },
        crumb: { $ref: '#/components/schemas/Crust', description: 'Inside' },
        heel: { anyOf: [{ $ref: '#/components/schemas/Crust' }, { type: 'null' }] },
        seed: { oneOf: [{ type: 'string' }, { $ref: '#/components/schemas/Crust' }, { type: 'null' }] },
        price: { description: 'Whatever it is' },
        salted: { type: 'boolean' },
        shape: { type: ['string', 'null'], default: 'round', enum: ['round', 'long', null] },
      },
    })
  })

  test('may call its webhooks an extension', async () => {
    const hook = '{ post: { requestBody: { $ref: body.yaml }, responses: { "200": { description: Heard. } } } }'
    const files = {
      'openapi.yaml': `openapi: 3.0.3\ninfo: { title: Tea, version: "1" }\npaths: {}\nx-webhooks: { poured: ${hook} }\n`,
      'body.yaml': 'content: { application/json: { schema: { type: string, nullable: true } } }\n',
    }
    const bundled = await bundledFrom(files, 'openapi.yaml')
    expect(bundled).toMatchObject({
      webhooks: {
        poured: { post: { operationId: 'postPoured', requestBody: { $ref: '#/components/requestBodies/body' } } },
      },
      components: {
        requestBodies: { body: { content: { 'application/json': { schema: { type: ['string', 'null'] } } } } },
      },
    })
  })

  test('keeps the examples of its bodies, whatever they hold', async () => {
    const { operations } = await contractOf('three-zero')
    const body = operations.find(({ id }) => id === 'addLoaf')?.requestBody?.content['application/json']
    expect(body?.examples?.default?.value).toEqual({
      name: 'Rye',
      grams: 750,
      note: null,
      crust: null,
      example: 'an',
      nullable: true,
    })
  })
})

describe('data', () => {
  test('holds what its references lead to, and none that leads out of the bundle', async () => {
    const { document, operations } = await contractOf('data-and-extensions')
    const bodies = operations.at(-1)?.requestBody?.content['application/json']?.examples
    expect(bodies?.borrowed?.value).toEqual({ name: 'Heron', marks: [{ $comment: 'kept', nullable: true }] })
    expect(document.components?.schemas?.Bird?.properties).toMatchObject({ marks: { default: [] } })
  })
})

describe('extensions', () => {
  test('stay as they are, whatever their references lead to', async () => {
    expect((await contractOf('data-and-extensions')).document).toMatchObject({
      'x-topics': [{ title: 'Beginning', content: { $ref: './beginning.md' } }],
      'x-mascot': { $ref: '#/components/schemas/Bird/example' },
    })
  })

  test('may hold what descriptions refer to', async () => {
    const { document, operations } = await contractOf('data-and-extensions')
    expect(operations.map(({ id, path }) => `${path} ${id}`)).toEqual([
      '/ring getRing',
      '/first-ring getFirstRing',
      '/birds ringBird',
    ])
    expect(document.paths['/ring']?.get).toMatchObject({ responses: { 200: { $ref: '#/components/responses/Ring' } } })
    expect(document.components).toMatchObject({
      schemas: {
        Ring: { properties: { metal: { $ref: '#/components/schemas/Metal' } }, example: { metal: 'steel' } },
        Metal: { type: ['string', 'null'] },
      },
      responses: {
        Gone: { headers: { Ring: { $ref: '#/components/headers/Ring' } } },
        Ring: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Ring' } } } },
      },
      headers: { Ring: { schema: { $ref: '#/components/schemas/Metal' } } },
    })
  })

  test('that descriptions refer to are upgraded where those are', async () => {
    const schemas = '{ Tea: { type: string, nullable: true, example: green } }'
    const source = `openapi: 3.0.3\ninfo: { title: T, version: "1" }\npaths: {}\nx-schemas: ${schemas}\ncomponents: { schemas: { Pot: { items: { $ref: "#/x-schemas/Tea" } } } }\n`
    const bundled = await bundledFrom({ 'openapi.yaml': source }, 'openapi.yaml')
    expect(bundled).toMatchObject({
      'x-schemas': { Tea: { type: 'string', nullable: true, example: 'green' } },
      components: { schemas: { Tea: { type: ['string', 'null'], examples: ['green'] } } },
    })
  })

  test.each(['3.0.4', '3.1.0'])('of OpenAPI %s take no more room than they did', async (openapi) => {
    const names = Array.from({ length: 12 }, (_, index) => `Leaf${index}`)
    const related = names.map((name) => ({ nullable: true, example: {}, $ref: `#/components/schemas/${name}` }))
    const schemas = Object.fromEntries(names.map((name) => [name, { type: 'object', 'x-related': related }]))
    const source = JSON.stringify({ openapi, info: { title: 'Tea', version: '1' }, paths: {}, components: { schemas } })
    const bundled = await bundledFrom({ 'openapi.json': source }, 'openapi.json')
    expect(bundled.components?.schemas).toEqual(schemas)
  })
})

describe('patterns', () => {
  test('that only lax engines take are written for strict ones', async () => {
    expect(await schemaOf('schema-keywords', 'Thing')).toMatchObject({
      properties: {
        forgiven: { pattern: '^[\\w\\-.]+@\\{x\\}:$' },
        forgivenNames: { patternProperties: { '^_': { type: 'integer' } } },
      },
    })
  })
})

describe('servers', () => {
  test.each([
    ['no-servers', ''],
    ['relative-server', '/api/v1'],
    ['server-variables', '/api/public/v2'],
    ['three-zero', '/api'],
    ['json-input', '/shop'],
    ['many-files', '/v2'],
  ])('of %s put the base path at "%s" and the contract at the root', async (topic, basePath) => {
    const contract = await contractOf(topic)
    expect(contract.basePath).toBe(basePath)
    expect(contract.document).toMatchObject({ servers: [{ url: '/' }] })
  })

  test('of a path and of an operation stand where no tool mounts at them, and give the operation its base path', async () => {
    const { document, operations } = await contractOf('server-variables')
    expect(operations.find(({ id }) => id === 'ping')?.basePaths).toEqual(['/yet-another'])
    expect(document.paths['/ping']).toEqual({
      'x-vendor-servers': [{ url: 'https://elsewhere.example.com/other' }],
      get: {
        operationId: 'ping',
        'x-vendor-servers': [{ url: 'https://elsewhere.example.com/yet-another' }],
        responses: { 204: { description: 'Done.' } },
      },
    })
  })
})

describe('operations', () => {
  test('have their credentials as alternatives, and none where the contract asks for none', async () => {
    const { operations } = await contractOf('security')
    expect(Object.fromEntries(operations.map(({ id, security }) => [id, security]))).toEqual({
      inherited: [{ token: [] }],
      public: [],
      optional: [{ token: [] }, {}],
      anonymous: [{}],
      either: [{ basic: [] }, { key: [] }, { cookie: [] }],
      both: [{ key: [], basic: [] }],
      bothOrToken: [{ query: [], cookie: [] }, { oauth: ['read', 'write'] }],
      connect: [{ oidc: ['openid'] }, { mutual: [] }],
    })
  })

  test('say of a body whether it may be left out', async () => {
    const { operations } = await contractOf('media-types')
    expect(operations.map(({ id, requestBody }) => [id, requestBody?.required])).toEqual([
      ['publish', true],
      ['publishInVendorForm', true],
      ['getArchive', undefined],
      ['wire', false],
    ])
  })

  test('may give any answer where they document none', async () => {
    const { operations } = await contractOf('any-status')
    const undocumented = operations.find(({ id }) => id === 'nudgeParcel')
    expect([...(undocumented?.responses.keys() ?? [])]).toEqual(['default'])
  })

  test('of an alias are those of the path it stands for', async () => {
    const { paths } = (await contractOf('aliases')).document
    const original = (paths['/v2/readings'] ?? {}) as { readonly post: OperationObject & { callbacks: object } }
    const { operationId, callbacks, ...shared } = original.post
    expect(operationId).toBe('addReading')
    expect(JSON.stringify(callbacks)).toContain('"operationId":"readingStored"')
    expect(paths['/v0/readings']?.post).toMatchObject({ ...shared, operationId: 'postV0Readings' })
    expect(JSON.stringify(paths['/v0/readings'])).not.toContain('readingStored')
  })
})
