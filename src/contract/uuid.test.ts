import { expect, test } from 'vitest'
import { randomUUID } from './uuid.ts'

test.each([
  [0x00, '00000000-0000-4000-8000-000000000000'],
  [0xff, 'ffffffff-ffff-4fff-bfff-ffffffffffff'],
])('sixteen bytes of %i make a UUID of version 4', (byte, uuid) => {
  expect(randomUUID((bytes) => Buffer.alloc(bytes, byte))).toBe(uuid)
})
