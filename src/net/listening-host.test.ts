import { expect, test } from 'vitest'
import { hostName, isLoopback, isWildcard, reachableAt } from './listening-host.ts'

test.each(['localhost', '::1', '127.0.0.1', '127.0.0.2', '127.255.255.254'])('%s is this machine alone', (host) => {
  expect(isLoopback(host)).toBe(true)
})

test.each(['0.0.0.0', '::', '10.0.0.1', '128.0.0.1', 'localhost.example', '127.0.0.1.example', '127.0.0', ''])(
  '"%s" may be reached from elsewhere',
  (host) => {
    expect(isLoopback(host)).toBe(false)
  },
)

test.each(['0.0.0.0', '::', '[::]', '0', '0:0:0:0:0:0:0:0', '0x0'])('%s is every address of this machine', (host) => {
  expect(isWildcard(host)).toBe(true)
})

test.each(['127.0.0.1', '::1', 'localhost', '10.0.0.1', ''])('"%s" is one address', (host) => {
  expect(isWildcard(host)).toBe(false)
})

test.each([
  ['LocalHost', 'localhost', '127.0.0.1'],
  ['0.0.0.0', '0.0.0.0', '127.0.0.1'],
  ['::', '[::]', '::1'],
  ['fe80:0:0:0::1', '[fe80::1]', 'fe80:0:0:0::1'],
  ['192.168.0.7', '192.168.0.7', '192.168.0.7'],
])('%s is called %s, and reached at %s', (host, name, reached) => {
  expect([hostName(host), reachableAt(host.toLowerCase())]).toEqual([name, reached])
})
