import { expect, test } from 'vitest'
import { ownerFaults } from './seed-key-faults.ts'

const accounts = [{ id: '7', login: 'mary', email: 'mary@example.com' }]
const rules = { loginBy: ['email'], roles: [] } as unknown as Parameters<typeof ownerFaults>[2]

test.each([
  ['mary@example.com', []],
  ['7', []],
  ['mary', ['There is no account or client "mary" in this seed; this account logs in by "mary@example.com"']],
  [
    'marry@example.com',
    ['There is no account or client "marry@example.com" in this seed; did you mean "mary@example.com"?'],
  ],
  ['sam', ['There is no account or client "sam" in this seed']],
])('where one logs in by e-mail, a key of %s', (subject, messages) => {
  const faults = ownerFaults({ scheme: 'key', value: 'k', subject }, { accounts }, rules)
  expect(faults.map(({ message }) => message)).toEqual(messages)
})
