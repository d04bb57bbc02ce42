import { expect, test } from 'vitest'
import { readBearer } from '../auth/authorization.ts'
import { refusalFormOf } from '../contract/declared-refusals.ts'
import type { ContractDocument } from '../contract/document.ts'
import { createFetchApi } from './create-fetch-api.ts'

const contract: ContractDocument = {
  openapi: '3.1.0',
  info: { title: 'Teas', version: '1' },
  paths: {
    '/teas': {
      get: { operationId: 'listTeas', security: [{ a: [] }, { b: [] }], responses: { '200': { description: 'OK' } } },
    },
  },
}

/** Accepts a bearer token that is its name. */
function reader(name: string) {
  return {
    challenge: { scheme: 'Bearer' },
    read: ({ fields }: { readonly fields: Parameters<typeof readBearer>[0] }) =>
      readBearer(fields) === name ? { caller: name } : ({ fault: 'unknown' } as const),
  }
}

test.each([
  [undefined, 401],
  ['any' as const, 200],
  [['b'], 200],
  [['a'], 401],
])('with accepts %j, a credential of the second alternative is answered with %i', async (accepts, status) => {
  const send = createFetchApi({
    contract,
    handlers: { listTeas: () => ({ status: 200 }) },
    schemes: { a: reader('a'), b: reader('b') },
    form: refusalFormOf(contract),
    context: () => ({}),
    log: { error: () => {} },
    ...(accepts && { accepts }),
  })

  expect((await send(new Request('http://localhost/teas', { headers: { Authorization: 'Bearer b' } }))).status).toBe(
    status,
  )
})
