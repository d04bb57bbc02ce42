import { expect, test } from 'vitest'
import { authenticate } from './authenticate.ts'
import type { Exchange } from './exchange.ts'
import { createFetchApi } from './index.ts'

const contract = {
  openapi: '3.1.0',
  info: { title: 'Reports', version: '1.0.0' },
  'x-cors': { origins: 'own', credentials: false, requestHeaders: [] },
  paths: {
    '/reports': {
      get: {
        operationId: 'read',
        security: [{ bearer: ['staff'] }, { bearer: ['admin'] }, { key: [] }],
        responses: { 200: { description: 'OK' }, 401: { description: 'No' }, 403: { description: 'No' } },
      },
    },
  },
  components: {
    securitySchemes: {
      bearer: { type: 'http', scheme: 'bearer' },
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
    },
  },
}

type Fields = (name: string) => readonly string[]

const schemes = {
  bearer: {
    challenge: { scheme: 'Bearer', realm: 'reports' },
    read({ fields }: { readonly fields: Fields }, scopes: readonly string[]) {
      const [role] = fields('authorization').map((line) => line.replace('Bearer ', ''))
      if (role === undefined) return { fault: 'missing' } as const
      if (scopes.includes(role)) return { caller: role }
      const finding = { is: 'wrong-role', subject: 'ada', role, wanted: scopes.join(' and ') } as const
      return { refusal: 'forbidden', finding } as const
    },
  },
  key: {
    challenge: { scheme: 'APIKey', realm: 'reports' },
    read({ fields }: { readonly fields: Fields }) {
      return fields('x-key').length > 0 ? { caller: 'key' } : ({ fault: 'missing' } as const)
    },
  },
} as const

const read = createFetchApi<object, { bearer: string; key: string }>({
  contract,
  form: { invalidStatus: 400, body: () => undefined },
  handlers: {
    read: (_request: unknown, { caller }: { readonly caller: string }) => ({ status: 200, headers: { Who: caller } }),
  },
  schemes,
  context: () => ({}),
})

test.each<[string, Record<string, string>, number, string | null]>([
  ['the role of the first alternative', { Authorization: 'Bearer staff' }, 200, 'staff'],
  ['the role of another one', { Authorization: 'Bearer admin' }, 200, 'admin'],
  ['another role', { Authorization: 'Bearer guest' }, 403, null],
  ['another role, and a credential of a later scheme', { Authorization: 'Bearer guest', 'X-Key': 'k' }, 403, null],
  ['a credential of a later scheme alone', { 'X-Key': 'k' }, 200, 'key'],
  ['nothing', {}, 401, null],
])('roles are alternatives of one credential, which decides: %s', async (_, headers, status, who) => {
  const answer = await read(new Request('https://reports.example.com/reports', { headers }))

  expect([answer.status, answer.headers.get('who')]).toEqual([status, who])
})

test.each([undefined, 'any'] as const)(
  'what is said of a wrong role names all that would do (accepts %s)',
  async (accepts) => {
    const fields: Fields = (name) => (name === 'authorization' ? ['Bearer guest'] : [])
    const api = { definition: { id: 'reports', schemes, accepts } }
    const operation = { security: [{ bearer: ['staff'] }, { bearer: ['admin'] }] }

    const refusal = await authenticate({ api, operation, context: { fields } } as unknown as Exchange<unknown>)

    const finding = { is: 'wrong-role', subject: 'ada', role: 'guest', wanted: 'staff or admin' }
    expect(refusal).toEqual({ refusal: 'forbidden', finding })
  },
)
