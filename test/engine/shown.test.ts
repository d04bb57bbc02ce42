import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ContractDocument } from '../../src/contract/document.ts'
import { ownApi } from '../../src/engine/own-api.ts'
import { startTestServer, type TestServer } from '../test-server.ts'

const json = (example: unknown, schema: object = {}) => ({
  description: 'It.',
  content: { 'application/json': { schema, example } },
})

const contract: ContractDocument = {
  openapi: '3.1.0',
  info: { title: 'Flows', version: '1' },
  security: [{ key: [] }],
  paths: {
    '/flows': { get: { operationId: 'listFlows', responses: { 200: json({ state: 'active' }) } } },
    '/faulty': { get: { operationId: 'getFaulty', responses: { 200: json('text', { type: 'object' }) } } },
  },
  components: { securitySchemes: { key: { type: 'apiKey', in: 'header', name: 'X-Key' } } },
}

const { api, report } = ownApi('flows', contract, { auth: 'enforce', protect: [] })
const key = report.schemes[0]?.credentials[0]?.value ?? ''
let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ ownApis: [api] })
})
afterAll(() => server.stop())

async function exchangeOf(path: string) {
  const origin = `http://127.0.0.1:${server.port}`
  const { status } = await fetch(`${origin}/flows${path}`, { headers: { 'X-Key': key } })
  const response = await fetch(`${origin}/sandbox/v1/traffic?limit=1`)
  const { exchanges } = (await response.json()) as { readonly exchanges: readonly Record<string, unknown>[] }
  return { status, exchange: exchanges[0] }
}

test('an answer with the word for the state of a credential does not hide that state', async () => {
  const { exchange } = await exchangeOf('/flows')

  expect(exchange?.credential).toMatchObject({ kind: 'credential', state: 'active', subject: 'ada@example.com' })
})

test('an example that departs from its schema is sent, and is no refusal', async () => {
  const { status, exchange } = await exchangeOf('/faulty')

  expect(status).toBe(200)
  expect(exchange).toMatchObject({
    status: 200,
    refusal: null,
    reason: null,
    verdict: { request: [], response: ['The body must be object (type)'] },
  })
})
