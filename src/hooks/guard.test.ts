import type { IncomingMessage } from 'node:http'
import { describe, expect, test } from 'vitest'
import { refusalOf } from './guard.ts'

function refused(remoteAddress: string | undefined): number | undefined {
  const request = { socket: { remoteAddress }, headers: {} } as unknown as IncomingMessage
  return refusalOf(request, {})?.status
}

describe('a caller without a secret', () => {
  test.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])('may call from %s, this machine', (address) => {
    expect(refused(address)).toBeUndefined()
  })

  test.each(['203.0.113.7', '10.0.0.1', '::ffff:203.0.113.7', '2001:db8::1', '::', '', undefined])(
    'may not call from %s',
    (address) => {
      expect(refused(address)).toBe(403)
    },
  )
})
