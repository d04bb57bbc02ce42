import { expect, test } from 'vitest'
import type { ContractDocument } from '../../contract/document.ts'
import type { Seed } from '../../ways/seed.ts'
import { seedLines } from './seed-lines.ts'

const bare = { openapi: '3.1.0', info: { title: 'Bare', version: '1' }, paths: { '/': { get: { responses: {} } } } }

const linesOf = (seed: Seed, require: readonly string[]) =>
  seedLines(
    {
      ...{ auth: 'enforce', require },
      seed: {
        ...{ seed, isHidden: () => false, hide: (text) => text },
        faultLine: (path, message) => `${path.join('.')}: ${message}`,
      },
    },
    bare as unknown as ContractDocument,
  )

test('a seed of an own API can have keys of the scheme that closes it, for the demo people', async () => {
  const keys = [{ scheme: 'bearer', value: 'token', subject: 'ada' }]
  expect(await linesOf({ keys }, ['bearer'])).toEqual([])
  expect(await linesOf({ keys }, [])).toEqual([
    'keys.0.scheme: There is no security scheme "bearer"; the contract declares none',
  ])
})
