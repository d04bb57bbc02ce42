import { expect, test } from 'vitest'
import { builtInIds } from '../../src/catalogue/built-in.ts'
import type { OperationObject } from '../../src/contract/document.ts'
import { loadApis } from '../../src/reference/load-apis.ts'

const aliases = (await loadApis(builtInIds())).flatMap(({ id, document, handlers }) =>
  Object.values(document.paths)
    .flatMap((item) => Object.values(item) as OperationObject[])
    .flatMap(({ operationId, 'x-alias-of': original }) => (original ? [{ id, operationId, original, handlers }] : [])),
)

test.each(aliases)('$id: $operationId has the handler of $original', ({ operationId, original, handlers }) => {
  expect(handlers[operationId]).toBe(handlers[original])
  expect(handlers[original]).toBeTypeOf('function')
})
