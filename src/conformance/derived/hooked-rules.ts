import type { Rule } from './rule.ts'

const shared = { section: 'D', severity: 'advice', rfcs: [], clauses: [] } as const

/** What takes the owner of the server to see. */
export const hookedRules = {
  disabled: {
    ...shared,
    id: 'disabled-account-refused',
    tags: ['authentication', 'revocation', 'enumeration'],
    says: 'The login of a disabled account is refused like one with a wrong password.',
    clauses: ['OWASP ASVS 5.0, 6.3.8'],
  },
  disabledEnds: {
    ...shared,
    id: 'disabling-ends-credentials',
    tags: ['revocation'],
    says: 'Disabling an account ends what was issued to it, at once.',
    clauses: ['OWASP ASVS 5.0, 7.4.2'],
  },
  passwordEnds: {
    ...shared,
    id: 'new-password-ends-credentials',
    severity: 'contract',
    tags: ['revocation', 'passwords'],
    says: 'Where the lifecycle says so, a new password ends the other logins of the account; the old password is refused.',
    clauses: ['x-lifecycle, endedBy'],
  },
  outage: {
    ...shared,
    id: 'outage-fails-closed',
    severity: 'contract',
    tags: ['http', 'authentication'],
    says: 'A server that cannot reach its data lets nobody in.',
    rfcs: ['RFC 9110, 15.6'],
    clauses: ['CWE-636'],
  },
} as const satisfies Record<string, Rule>
