import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { createPasswords, defaultPasswordCost } from './password.ts'

const passwords = createPasswords(defaultPasswordCost, randomBytes)
const cheap = createPasswords({ memoryCost: 8, timeCost: 1, parallelism: 1 }, randomBytes)

test('a password is kept as argon2id at the documented cost, salted with 16 random bytes', async () => {
  const hashed = await createPasswords(defaultPasswordCost, () => Buffer.alloc(16, 0)).hash('correct-horse')

  expect(defaultPasswordCost).toEqual({ memoryCost: 19_456, timeCost: 2, parallelism: 1 })
  expect(hashed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$A{22}\$[A-Za-z0-9+/]{43}$/)
})

test('the same password is kept differently each time', async () => {
  const [one, two] = await Promise.all([cheap.hash('same'), cheap.hash('same')])

  expect(one).not.toBe(two)
  expect(await Promise.all([cheap.verify(one, 'same'), cheap.verify(two, 'same')])).toEqual([true, true])
})

test.each([
  ['in another case', 'Password', 'password'],
  ['with a blank behind it', 'password', 'password '],
  ['with a NUL behind it', 'password', 'password\0'],
  ['cut off at a NUL', 'pass\0word', 'pass'],
  ['other after a NUL', 'pass\0word', 'pass\0w0rd'],
  ['in another Unicode form', 'caf\u00e9', 'cafe\u0301'],
  ['in the composed form', 'cafe\u0301', 'caf\u00e9'],
  ['in full width', 'abc', '\uff41\uff42\uff43'],
  ['other after 72 bytes', `${'x'.repeat(72)}a`, `${'x'.repeat(72)}b`],
  ['other in the last of 1,024 bytes', `${'x'.repeat(1_023)}a`, `${'x'.repeat(1_023)}b`],
  ['empty', 'password', ''],
])('a password %s is another one', async (_, password, other) => {
  const hashed = await cheap.hash(password)

  expect(await cheap.verify(hashed, password)).toBe(true)
  expect(await cheap.verify(hashed, other)).toBe(false)
})

test('no password opens what has none', async () => {
  expect(await cheap.verify(undefined, '')).toBe(false)
  expect(await cheap.verify(undefined, 'undefined')).toBe(false)
})

test('an unknown account costs the work of one wrong password', async () => {
  const hashed = await passwords.hash('right')
  const known = await processorTime(() => passwords.verify(hashed, 'wrong'))
  const unknown = await processorTime(() => passwords.verify(undefined, 'wrong'))

  expect(unknown / known).toBeGreaterThan(0.5)
  expect(unknown / known).toBeLessThan(2)
})

test('a published password keeps its hash where that has the cost, and gets one where it has not', async () => {
  const published = { plain: 'battery', hash: await cheap.hash('battery') }

  expect(await cheap.hashOf(published)).toBe(published.hash)
  const hashed = await passwords.hashOf(published)
  expect(hashed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await passwords.verify(hashed, 'battery')).toBe(true)
})

/** Microseconds of work, by the least of several runs; waiting for a processor is none. */
async function processorTime(work: () => Promise<unknown>): Promise<number> {
  const runs: number[] = []
  for (let run = 0; run < 8; run++) {
    const before = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(before)
    runs.push(user + system)
  }
  return Math.min(...runs)
}
