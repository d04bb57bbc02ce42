import { expect, test } from 'vitest'
import { isLoopback } from './loopback.ts'

test.each(['localhost', '::1', '127.0.0.1', '127.0.0.2', '127.255.255.254'])('%s is this machine alone', (host) => {
  expect(isLoopback(host)).toBe(true)
})

test.each(['0.0.0.0', '::', '10.0.0.1', '128.0.0.1', 'localhost.example', '127.0.0.1.example', '127.0.0', ''])(
  '"%s" may be reached from elsewhere',
  (host) => {
    expect(isLoopback(host)).toBe(false)
  },
)
