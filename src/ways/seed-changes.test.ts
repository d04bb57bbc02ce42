import { expect, test } from 'vitest'
import { mergedSeed, type Seed } from './seed.ts'
import { seedChanges } from './seed-changes.ts'

const ada = { email: 'ada@example.com', login: 'ada', password: 'secret' }
const key = { scheme: 'partner', value: 'pk_1', subject: 'ada' }
const keeps = ' (worlds keep what they have until they are reset)'

test.each<[string, Seed, Seed, string]>([
  ['nothing', { accounts: [ada] }, { accounts: [ada] }, ''],
  ['an account that is new', { accounts: [] }, { accounts: [ada] }, 'account added: ada@example.com'],
  [
    'another password',
    { accounts: [ada] },
    { accounts: [{ ...ada, password: 'x' }] },
    `account changed: ada@example.com${keeps}`,
  ],
  ['a client that is gone', { clients: [{ id: 'web' }] }, {}, `client removed: web${keeps}`],
  ['a key, not its value', {}, { keys: [key] }, 'key added: partner of ada'],
  [
    'a second key of the same kind',
    { keys: [key] },
    { keys: [key, { ...key, value: 'pk_2' }] },
    'key added: partner of ada',
  ],
  [
    'settings',
    { settings: { a: 1, b: 2 } },
    { settings: { a: 2, c: 3 } },
    `setting added: c; setting removed: b; setting changed: a${keeps}`,
  ],
  [
    'many',
    {},
    { clients: ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id })), accounts: [ada] },
    'account added: ada@example.com; client added: a, b, c and 2 more',
  ],
])('%s is told', (_, before, after, said) => {
  expect(seedChanges(before, after)).toBe(said)
})

test('a seed replaces the usual one kind by kind, and settings one by one', () => {
  const usual: Seed = {
    accounts: [{ email: 'ada@example.com', teams: ['acme'] }, { email: 'me@example.com' }],
    clients: [{ id: 'demo' }],
    keys: [
      { way: 'key', value: '1', subject: 'me@example.com' },
      { way: 'key', value: '2', subject: 'acme' },
    ],
    settings: { a: 1, b: 2 },
  }
  const eve = { email: 'eve@example.com', teams: ['acme'] }
  expect(mergedSeed(usual, undefined)).toBe(usual)
  expect(mergedSeed(usual, { settings: { b: 3 } })).toEqual({ ...usual, settings: { a: 1, b: 3 } })
  expect(mergedSeed(usual, { accounts: [eve], clients: [] })).toEqual({
    accounts: [eve],
    clients: [],
    keys: [{ way: 'key', value: '2', subject: 'acme' }],
    settings: usual.settings,
  })
  expect(mergedSeed(usual, { keys: [] })).toEqual({ ...usual, keys: [] })
})
