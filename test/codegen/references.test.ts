import { once } from 'node:events'
import { symlink, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bundleContract } from '../../src/codegen/bundle.ts'
import type { ReadingNews } from '../../src/codegen/contract-files.ts'
import { type Files, generateIn, withFolder } from './command.ts'

const head = 'openapi: 3.1.0\ninfo: { title: Tea house, version: 1.0.0 }\n'

/** A contract whose only schema is somewhere else; the reference is at 5:10. */
const referringTo = (reference: string) =>
  `${head}components:\n  schemas:\n    Tea: { $ref: ${JSON.stringify(reference)} }\n`

const tea = 'type: object\nproperties: { leaf: { type: string } }\n'

let server: Server
let origin: string
const asked: string[] = []

/** What the server has by path; a location is redirected to. */
const pages: Readonly<Record<string, { readonly text: string } | { readonly location: string }>> = {
  '/tea.yaml': { text: tea },
  '/moved.yaml': { location: '/tea.yaml' },
  '/to-file.yaml': { location: 'file:///etc/hostname' },
  '/to-data.yaml': { location: 'data:application/json,{}' },
  '/names-file.yaml': { text: 'properties:\n  name: { $ref: "file:///etc/hostname" }\n' },
  '/deep/names-sibling.yaml': { text: 'properties: { tea: { $ref: ../tea.yaml } }\n' },
  '/sent-deeper.yaml': { location: '/deep/names-sibling.yaml' },
  '/api/openapi.yaml': { text: referringTo('parts/tea.yaml') },
  '/api/parts/tea.yaml': { text: tea },
  '/api/outside.yaml': { text: referringTo('../tea.yaml') },
  '/api/sent-out.yaml': { text: referringTo('sent-out-tea.yaml') },
  '/api/sent-out-tea.yaml': { location: '/tea.yaml' },
  '/latest': { location: '/api/openapi.yaml' },
  '/around': { location: '/around' },
}

beforeAll(async () => {
  server = createServer(({ url = '' }, response) => {
    asked.push(url)
    const page = pages[url]
    if (!page) response.writeHead(404).end()
    else if ('location' in page) response.writeHead(302, { location: page.location }).end()
    else response.end(page.text)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => server.close())

beforeEach(() => {
  asked.length = 0
})

/** What the command says of a contract in a folder of its own, in which there is nothing else. */
async function outcomeOf(reference: string, ...options: readonly string[]): Promise<string> {
  return outcomeIn({ 'api/openapi.yaml': referringTo(reference) }, ...options)
}

/** What the command says of `api/openapi.yaml`. */
async function outcomeIn(files: Files, ...options: readonly string[]): Promise<string> {
  return withFolder(files, async (folder) => {
    const { error, out } = await generateIn(join(folder, 'api'), 'openapi.yaml', '--out', '../generated', ...options)
    return error + out.replace(/^.*: \d+ operation.*\n/, '')
  })
}

const generated = ['contract.json', 'schema.ts', 'operations.ts', 'client.ts', 'server.ts', 'handlers.ts']
  .map((name) => `wrote ../generated/${name}\n`)
  .join('')

describe('without --allow-refs', () => {
  test.each([
    ['a path out of the folder', '../tea.yaml'],
    ['a part of a file out of the folder', '../tea.yaml#/Tea'],
    ['a path out of the folder and to a folder like it', '../api-2/tea.yaml'],
    ['a path through a folder of its own out of it', 'deep/../../tea.yaml'],
    ['an absolute path', '/etc/hostname'],
    ['a file URL', 'file:///etc/hostname'],
  ])('%s is refused, whether or not there is a file', async (_, reference) => {
    expect(await outcomeOf(reference)).toBe(
      `openapi.yaml:5:10 refs: "${reference}" is outside the folder of the contract; copy it there, or use --allow-refs\n`,
    )
  })

  test('no request is made', async () => {
    expect(await outcomeOf(`${origin}/tea.yaml`)).toBe(
      `openapi.yaml:5:10 refs: "${origin}/tea.yaml" is on another host; save it in the folder of the contract, or use --allow-refs\n`,
    )
    expect(asked).toEqual([])
  })

  test('no request is made for what a discriminator maps to, an example stands at, or data and extensions name', async () => {
    const contract = `${head}x-more: { $ref: "${origin}/tea.yaml" }
components:
  examples: { Tea: { externalValue: "${origin}/tea.yaml" }, Leaf: { value: { $ref: "${origin}/tea.yaml" } } }
  schemas:
    Tea: { type: string, default: { $ref: "${origin}/tea.yaml" } }
    Pot:
      type: object
      oneOf: [{ $ref: "#/components/schemas/Tea" }]
      discriminator: { propertyName: kind, mapping: { green: "${origin}/tea.yaml" } }
`
    const mapping = `      discriminator: { propertyName: kind, mapping: { green: "${origin}/tea.yaml" } }\n`
    expect(await outcomeIn({ 'api/openapi.yaml': contract })).toBe(
      `openapi.yaml:11:62 refs: "${origin}/tea.yaml" is on another host; save it in the folder of the contract, or use --allow-refs\n`,
    )
    expect(await outcomeIn({ 'api/openapi.yaml': contract.replace(mapping, '') })).toBe(generated)
    expect(asked).toEqual([])
  })

  test('a symbolic link does not lead out of the folder', async () => {
    const files = { 'api/openapi.yaml': referringTo('shared/tea.yaml'), 'shared/tea.yaml': tea }
    await withFolder(files, async (folder) => {
      await symlink('../shared', join(folder, 'api/shared'))
      expect(await generateIn(join(folder, 'api'), 'openapi.yaml', '--out', 'generated')).toMatchObject({
        error:
          'openapi.yaml:5:10 refs: "shared/tea.yaml" is outside the folder of the contract; copy it there, or use --allow-refs\n',
      })
    })
  })

  test('references within the folder are followed, however they and the folder are written', async () => {
    await withFolder({ 'api/tea.yaml': tea, 'api/deep/pot.yaml': '$ref: ../tea.yaml\n' }, async (folder) => {
      const absolute = join(folder, 'api/tea.yaml')
      await symlink('api', join(folder, 'link'))
      await symlink('tea.yaml', join(folder, 'api/leaf.yaml'))
      for (const reference of [
        'deep/pot.yaml',
        '../api/tea.yaml',
        'leaf.yaml',
        absolute,
        pathToFileURL(absolute).href,
      ]) {
        await writeFile(join(folder, 'api/openapi.yaml'), referringTo(reference))
        for (const file of ['api/openapi.yaml', 'link/openapi.yaml'])
          expect(await generateIn(folder, file, '--out', 'generated')).toMatchObject({ error: '' })
      }
    })
  })

  test('the place is that of the reference, in whatever file it is', async () => {
    const files = {
      'api/openapi.yaml': referringTo('deep/pot.yaml#/Pot'),
      'api/deep/pot.yaml': 'Pot:\n  properties:\n    tea: { $ref: ../../tea.yaml }\n',
    }
    expect(await outcomeIn(files)).toBe(
      'deep/pot.yaml:3:10 refs: "../../tea.yaml" is outside the folder of the contract; copy it there, or use --allow-refs\n',
    )
  })
})

describe('with --allow-refs', () => {
  test('files outside the folder are followed', async () => {
    const files = { 'api/openapi.yaml': referringTo('../tea.yaml'), 'tea.yaml': tea }
    expect(await outcomeIn(files, '--allow-refs')).toBe(generated)
  })

  test('other hosts are asked, and followed where they redirect to and what they refer to', async () => {
    expect(await outcomeOf(`${origin}/moved.yaml`, '--allow-refs')).toBe(generated)
    expect(await outcomeOf(`${origin}/sent-deeper.yaml`, '--allow-refs')).toBe(generated)
    expect(asked).toEqual(['/moved.yaml', '/tea.yaml', '/sent-deeper.yaml', '/deep/names-sibling.yaml', '/tea.yaml'])
  })

  test.each(['/to-file.yaml', '/to-data.yaml'])(
    '%s redirects to no http(s) address and is not followed',
    async (path) => {
      expect(await outcomeOf(origin + path, '--allow-refs')).toMatch(
        /^openapi\.yaml:5:10 no-unresolved-refs: Can't resolve "[^"\n]+": [^\n]+\n$/,
      )
    },
  )

  test('a file of another host does not refer to a file of this machine', async () => {
    expect(await outcomeOf(`${origin}/names-file.yaml`, '--allow-refs')).toBe(
      `${origin}/names-file.yaml:2:9 refs: "file:///etc/hostname" is a file of this machine, which a document from another host may not refer to\n`,
    )
  })

  test.each(['data:application/json,{}', 'file://host/tea.yaml'])('%s is refused', async (reference) => {
    expect(await outcomeOf(reference, '--allow-refs')).toBe(
      `openapi.yaml:5:10 refs: "${reference}" is neither a file nor an http(s) address\n`,
    )
  })

  test('what is no file and what is not there is said', async () => {
    expect(await outcomeOf(`${origin}/none.yaml`, '--allow-refs')).toBe(
      `openapi.yaml:5:10 no-unresolved-refs: Can't resolve "${origin}/none.yaml": the server answered 404\n`,
    )
    expect(await outcomeOf('/dev/null', '--allow-refs')).toBe(
      `openapi.yaml:5:10 no-unresolved-refs: Can't resolve "/dev/null": Expected a file at /dev/null\n`,
    )
  })
})

describe('a contract at an address', () => {
  const read = (path: string, allowRefs = false) => {
    const told: ReadingNews[] = []
    const tell = (news: ReadingNews) => void told.push(news)
    return bundleContract(origin + path, { allowRefs, tell }).then(
      ({ document, sources }) => ({ schemas: document.components?.schemas, sources, told }),
      (error: Error) => error.message,
    )
  }
  const found = { tea: { type: 'object', properties: { leaf: { type: 'string' } } } }

  test('is read with what is in its folder, each once', async () => {
    expect(await read('/api/openapi.yaml')).toMatchObject({
      schemas: found,
      sources: [`${origin}/api/openapi.yaml`, `${origin}/api/parts/tea.yaml`],
    })
    expect(asked).toEqual(['/api/openapi.yaml', '/api/parts/tea.yaml'])
  })

  test('has the folder of where it was redirected to, which is told', async () => {
    expect(await read('/latest')).toMatchObject({
      schemas: found,
      told: expect.arrayContaining([{ is: 'redirected', from: `${origin}/latest`, to: `${origin}/api/openapi.yaml` }]),
    })
  })

  test('refers to the rest of its host and to other hosts with --allow-refs alone', async () => {
    const objection = 'is outside the folder of the contract; use --allow-refs'
    expect(await read('/api/outside.yaml')).toBe(`${origin}/api/outside.yaml:5:10 refs: "../tea.yaml" ${objection}`)
    expect(asked).toEqual(['/api/outside.yaml'])
    expect(await read('/api/outside.yaml', true)).toMatchObject({ schemas: found })
  })

  test('is not led out of its folder by a redirect', async () => {
    const objection = 'is outside the folder of the contract; use --allow-refs'
    expect(await read('/api/sent-out.yaml')).toBe(
      `${origin}/api/sent-out.yaml:5:10 no-unresolved-refs: Can't resolve "sent-out-tea.yaml": it redirected to ${origin}/tea.yaml, which ${objection}`,
    )
    expect(asked).toEqual(['/api/sent-out.yaml', '/api/sent-out-tea.yaml'])
  })

  test.each([
    ['/none.yaml', 'the server answered 404'],
    ['/to-file.yaml', 'the server redirected to "file:///etc/hostname"'],
    ['/around', 'it redirected more than 5 times'],
  ])('%s cannot be read', async (path, why) => {
    expect(await read(path)).toBe(`${origin}${path} cannot be read: ${why}`)
  })
})

describe('a reference that leads back to itself is refused', () => {
  test.each<[string, Files, place: string, reference: string]>([
    [
      'directly',
      { 'openapi.yaml': schemas('Tea: { $ref: "#/components/schemas/Tea" }') },
      'openapi.yaml:5:10',
      '#/components/schemas/Tea',
    ],
    [
      'by another one, both unused',
      {
        'openapi.yaml': schemas(
          'Tea: { $ref: "#/components/schemas/Leaf" }',
          'Leaf: { $ref: "#/components/schemas/Tea" }',
        ),
      },
      'openapi.yaml:5:10',
      '#/components/schemas/Leaf',
    ],
    [
      'from outside of the circle',
      {
        'openapi.yaml': schemas(
          'Tea: { $ref: "#/components/schemas/Leaf" }',
          'Leaf: { $ref: "#/components/schemas/Leaf" }',
        ),
      },
      'openapi.yaml:6:11',
      '#/components/schemas/Leaf',
    ],
    [
      'into itself',
      { 'openapi.yaml': schemas('Tea: { $ref: "#/components/schemas/Tea/properties/leaf" }') },
      'openapi.yaml:5:10',
      '#/components/schemas/Tea/properties/leaf',
    ],
    [
      'with keywords beside it',
      { 'openapi.yaml': schemas('Tea: { $ref: "#/components/schemas/Tea", type: object }') },
      'openapi.yaml:5:10',
      '#/components/schemas/Tea',
    ],
    [
      'by another file',
      {
        'openapi.yaml': `${head}paths:\n  /teas: { $ref: teas.yaml }\n`,
        'teas.yaml': '$ref: "openapi.yaml#/paths/~1teas"\n',
      },
      'openapi.yaml:4:10',
      'teas.yaml',
    ],
    [
      'within other files',
      { 'openapi.yaml': referringTo('tea.yaml'), 'tea.yaml': '$ref: leaf.yaml\n', 'leaf.yaml': '$ref: tea.yaml\n' },
      'tea.yaml:1:1',
      'leaf.yaml',
    ],
  ])('%s', async (_, files, place, reference) => {
    await withFolder(files, async (folder) => {
      expect((await generateIn(folder, 'openapi.yaml', '--out', 'generated')).error).toBe(
        `${place} refs: "${reference}" leads back to itself and never to a definition\n`,
      )
    })
  })

  test('not a recursive schema, whose references lead to definitions', async () => {
    const files = {
      'openapi.yaml': schemas(
        'Tea: { $ref: tea.yaml }',
        'Pot: { properties: { tea: { $ref: "#/components/schemas/Tea" }, pots: { items: { $ref: "#/components/schemas/Pot" } } } }',
      ),
      'tea.yaml': 'properties:\n  pot: { $ref: "openapi.yaml#/components/schemas/Pot" }\n  blend: { $ref: tea.yaml }\n',
    }
    await withFolder(files, async (folder) => {
      expect((await generateIn(folder, 'openapi.yaml', '--out', 'generated')).error).toBe('')
    })
  })
})

test('path items that contain each other have no end', async () => {
  const item =
    'post:\n  responses: { "204": { description: Done. } }\n  callbacks: { poured: { "{$url}": { $ref: teas.yaml } } }\n'
  await withFolder(
    { 'openapi.yaml': `${head}paths:\n  /teas: { $ref: teas.yaml }\n`, 'teas.yaml': item },
    async (folder) => {
      expect((await generateIn(folder, 'openapi.yaml', '--out', 'generated')).error).toBe(
        'openapi.yaml:4:10 limits: The references make this part of itself\n',
      )
    },
  )
})

function schemas(...lines: readonly string[]): string {
  return `${head}components:\n  schemas:\n${lines.map((line) => `    ${line}\n`).join('')}`
}
