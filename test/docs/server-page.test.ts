import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { blocksOf } from './copied-code.ts'

const ok = { description: 'OK', content: { 'application/json': { schema: { type: 'array' } } } }
const contract = {
  openapi: '3.1.0',
  info: { title: 'Notes', version: '1' },
  'x-vendor-servers': [{ url: '/v1' }],
  paths: { '/notes': { get: { operationId: 'listNotes', security: [{ bearer: [] }], responses: { 200: ok } } } },
  components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
}

/** The files that a reader has next to the example. */
const own = `
import { readBearer } from 'latchkey/server'
export const users = { 't-1': 'ada' }
export const form = { invalidStatus: 400, body: ({ refusal }) => refusal }
export const handlers = { listNotes: (_request, { caller }) => ({ status: 200, body: [caller] }) }
export const schemes = {
  bearer: {
    challenge: { scheme: 'Bearer' },
    read: ({ fields, users }) => ({ caller: users[readBearer(fields)] }),
  },
}`

test('the example of createFetchApi runs', async () => {
  const example = blocksOf('docs/server.md').find((block) => block.includes('createFetchApi')) ?? ''
  const code = example
    .replace('./generated/mine/contract.json', `data:application/json,${encodeURIComponent(JSON.stringify(contract))}`)
    .replace("import { form, handlers, schemes, users } from './mine.ts'", own.replaceAll('export ', ''))
  const node = ['--conditions=source', '--input-type=module-typescript', '--eval', code]

  const { stdout } = await promisify(execFile)(process.execPath, node)

  expect(stdout).toBe("200 [ 'ada' ]\n")
})
