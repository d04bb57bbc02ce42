import { expect, test } from 'vitest'
import { steady } from './steady.ts'

test('ids and times become `*`, at any depth; words, addresses and codes stay', () => {
  const body = {
    errors: [{ message: 'Invalid key 42', timestamp: '2026-01-01T00:00:00.000Z' }],
    id: '4b7c3c1e-50f0-4d4e-9d0d-1c6f4b4a2c11',
    at: 1_790_000_000,
    status: 401,
    email: 'someone12345@example.com',
    data: null,
  }
  expect(steady(body)).toEqual({
    ...body,
    errors: [{ message: 'Invalid key 42', timestamp: '*' }],
    id: '*',
    at: '*',
  })
})
