import { expect, test } from 'vitest'
import { lifeOf } from './way-life.ts'

const assumed = { lifetime: 3_600_000, isJwt: false, isRotating: false }
const way = { name: 'any', scheme: 'any', lifecycle: {} }

test('a login expires as it is documented, a credential that is held from the start never', () => {
  const obtained = { ...way, obtain: { operationId: 'login' }, send: '$outputs.token' }
  const held = { ...way, send: '$inputs.key' }

  expect(lifeOf(obtained, assumed).credential.lifetime).toBe(3_600_000)
  expect(lifeOf(held, assumed).credential.lifetime).toBeUndefined()
  expect(lifeOf({ ...held, lifecycle: { credential: { lifetime: 'P1D' } } }, assumed).credential.lifetime).toBe(
    86_400_000,
  )
})
