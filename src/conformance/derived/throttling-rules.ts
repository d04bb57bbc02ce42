import type { Rule } from './rule.ts'

const shared = { section: 'B', severity: 'advice', tags: ['throttling'], rfcs: [], clauses: [] } as const

/** What logins that document a 429 promise of those who guess. */
export const throttlingRules = {
  slowed: {
    ...shared,
    id: 'guessing-slowed-down',
    says: 'After at most 110 wrong passwords for one name, known or not, a login is answered 429, with the right password too.',
    rfcs: ['RFC 6585, 4', 'RFC 9110, 10.2.3'],
    clauses: ['OWASP ASVS 5.0, 6.3.1', 'CWE-307'],
  },
  others: {
    ...shared,
    id: 'others-not-locked-out',
    says: 'Guessing at one name does not lock out the others.',
    clauses: ['OWASP ASVS 5.0, 6.1.1', 'CWE-645'],
  },
  spellings: {
    ...shared,
    id: 'spellings-share-a-count',
    says: 'Where letter case does not matter to a name, its spellings share one count of failures.',
    clauses: ['CWE-307', 'x-accounts'],
  },
  forwarded: {
    ...shared,
    id: 'forwarded-address-not-trusted',
    says: 'A client does not get a new count of failures by the address that it says it comes from.',
    rfcs: ['RFC 7239, 8.1'],
    clauses: ['CWE-348'],
  },
  waits: {
    ...shared,
    id: 'wait-ends-when-told',
    says: 'A login succeeds once the time of `Retry-After` has passed.',
    rfcs: ['RFC 9110, 10.2.3'],
  },
  addresses: {
    ...shared,
    id: 'passwords-per-address',
    says: 'A network address may have so many passwords checked within an hour, right ones too.',
    clauses: ['OWASP ASVS 5.0, 2.4.1'],
  },
} as const satisfies Record<string, Rule>
