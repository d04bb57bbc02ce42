import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createFetchApi, type RefusalForm } from '../../src/server/index.ts'
import { generateIn, withFolder } from './command.ts'

const contract = `openapi: 3.1.0
info: { title: Tea house, version: 1.0.0 }
x-refusals:
  body: { error: "{message}", code: "{status}" }
  missing: { message: Say who you are }
paths:
  /teas:
    get:
      operationId: listTeas
      security: [{ key: [] }]
      responses: { "204": { description: Done. }, "401": { description: No., content: { application/json: {} } } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Key, x-refusals: { realm: tea } } } }
`

interface Generated {
  readonly contract: unknown
  readonly form: RefusalForm
  readonly challenges: { readonly key: { readonly scheme: 'APIKey'; readonly realm: 'tea' } }
}

// Within the package, where `latchkey/…` is known.
let folder: string
beforeAll(async () => {
  await mkdir('.latchkey', { recursive: true })
  folder = resolve(await mkdtemp(join('.latchkey', 'server-')))
  await writeFile(join(folder, 'tea.yaml'), contract)
})
afterAll(() => rm(folder, { recursive: true }))

test('the generated server has the contract, its refusals and its challenges', async () => {
  expect(await generateIn(folder, 'tea.yaml', '--out', 'made')).toMatchObject({ code: 0, error: '' })
  const made = (await import(pathToFileURL(join(folder, 'made/server.ts')).href)) as Generated
  const { form, challenges } = made
  const send = createFetchApi<object, { key: string }>({
    contract: made.contract,
    form,
    handlers: { listTeas: () => ({ status: 204 }) },
    schemes: { key: { challenge: challenges.key, read: () => ({ fault: 'missing' }) } },
    context: () => ({}),
  })
  const answer = await send(new Request('http://tea.example.com/teas'))

  expect([answer.status, answer.headers.get('www-authenticate'), await answer.json()]).toEqual([
    401,
    'APIKey realm="tea"',
    { error: 'Say who you are', code: 401 },
  ])
})

test('an app gets none', async () => {
  await withFolder({ 'tea.yaml': contract }, async (place) => {
    await generateIn(place, 'tea.yaml', '--out', 'made', '--package', 'latchkey-client')
    expect(await readdir(join(place, 'made'))).toEqual(['client.ts', 'contract.json', 'operations.ts', 'schema.ts'])
  })
})
