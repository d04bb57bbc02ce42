import type { Rule } from './rule.ts'

const shared = { section: 'B', severity: 'advice', rfcs: [], clauses: [] } as const

/** What logins with a password promise of those that they refuse. */
export const refusedLoginRules = {
  refused: {
    ...shared,
    id: 'wrong-login-refused',
    severity: 'contract',
    tags: ['authentication'],
    says: 'A login with a name that nobody has, or with another password than that of the account, is refused as documented.',
    clauses: ['x-ways, obtain'],
  },
  alike: {
    ...shared,
    id: 'refused-alike',
    tags: ['enumeration', 'authentication'],
    says: 'A login under an unknown name is refused like one with a wrong password: by the same status, words and header fields.',
    clauses: ['OWASP ASVS 5.0, 6.3.8', 'CWE-204'],
  },
  equalTime: {
    ...shared,
    id: 'refused-in-equal-time',
    tags: ['timing'],
    says: 'The time of a refusal does not tell whether a name is known.',
    clauses: ['OWASP ASVS 5.0, 6.3.8', 'CWE-208'],
  },
  exact: {
    ...shared,
    id: 'password-compared-exactly',
    tags: ['passwords', 'authentication'],
    says: 'A password is compared as it was sent: letter case, spaces at its ends and all behind a NUL count.',
    clauses: ['OWASP ASVS 5.0, 6.2.8'],
  },
  notNormalized: {
    ...shared,
    id: 'password-not-normalized',
    tags: ['passwords'],
    says: 'A password of compatible characters, such as wide letters, is another password.',
    rfcs: ['RFC 8265, 4.2.2'],
    clauses: ['OWASP ASVS 5.0, 6.2.8'],
  },
  exactName: {
    ...shared,
    id: 'login-name-exact',
    tags: ['authentication'],
    says: 'A name opens only its own account: one that is cut, has a tag before its @ or goes on behind a NUL is another name.',
    clauses: ['CWE-289'],
  },
  anyCase: {
    ...shared,
    id: 'login-name-in-any-case',
    severity: 'contract',
    tags: ['authentication'],
    says: 'Where the contract declares its accounts, letter case does not matter to what one logs in by.',
    clauses: ['x-accounts'],
  },
} as const satisfies Record<string, Rule>
