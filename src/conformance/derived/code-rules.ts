import type { Rule } from './rule.ts'

const shared = {
  section: 'D',
  severity: 'contract',
  tags: ['one-time'],
  rfcs: [],
  clauses: ['x-action, send-code'],
} as const

/** What a contract promises of one-time passwords and of asking for them. */
export const codeRules = {
  once: {
    ...shared,
    id: 'code-works-once',
    says: 'A one-time password has the declared number of digits and logs in once; the same request, sent again, is refused.',
    clauses: ['x-action, send-code', 'OWASP ASVS 5.0, 6.5.1'],
  },
  private: {
    ...shared,
    id: 'code-only-in-message',
    severity: 'advice',
    says: 'The answer to who asked for a one-time password does not show it.',
    clauses: ['CWE-201'],
  },
  bound: {
    ...shared,
    id: 'code-bound-to-address',
    tags: ['authorization', 'one-time'],
    says: 'A one-time password logs nobody in but the one it was sent to.',
  },
  next: {
    ...shared,
    id: 'next-code-voids-first',
    severity: 'advice',
    says: 'Once the next one-time password was sent, the one before it is refused.',
  },
  expires: {
    ...shared,
    id: 'code-expires',
    tags: ['lifetime', 'one-time'],
    says: 'A one-time password logs in until the end of its declared lifetime, and not after it.',
    clauses: ['x-action, send-code, lifetime', 'OWASP ASVS 5.0, 6.5.5'],
  },
  tries: {
    ...shared,
    id: 'code-tries-limited',
    tags: ['one-time', 'throttling'],
    says: 'After as many wrong codes as declared, the right one is refused, too.',
    clauses: ['x-action, send-code, tries', 'CWE-307'],
  },
  refused: {
    ...shared,
    id: 'wrong-code-refused-alike',
    severity: 'advice',
    tags: ['enumeration', 'one-time'],
    says: 'A wrong code is refused alike, whether or not a code is on its way.',
    clauses: ['OWASP ASVS 5.0, 6.3.8'],
  },
  alike: {
    ...shared,
    id: 'code-request-answered-alike',
    tags: ['enumeration'],
    says: 'An address without an account that can log in is answered like one with it, and is sent nothing unless it can get an account.',
    clauses: ['x-action, send-code', 'OWASP ASVS 5.0, 6.3.8'],
  },
  equalTime: {
    ...shared,
    id: 'code-request-in-equal-time',
    severity: 'advice',
    tags: ['timing'],
    says: 'Asking for a one-time password takes equally long, whether or not the address has an account.',
    clauses: ['OWASP ASVS 5.0, 6.3.8', 'CWE-208'],
  },
  caller: {
    ...shared,
    id: 'code-for-clients-alone',
    tags: ['authorization'],
    says: 'Where only clients may ask for one-time passwords, the credential of a person is refused.',
    clauses: ['x-action, send-code, caller'],
  },
  off: {
    ...shared,
    id: 'codes-turned-off',
    tags: ['authorization', 'revocation'],
    says: 'While one-time passwords are turned off, none is sent and none logs in.',
    clauses: ['x-action, send-code, enabled'],
  },
  perAddress: {
    ...shared,
    id: 'codes-per-address',
    severity: 'advice',
    tags: ['throttling'],
    says: 'A network address can have so many one-time passwords sent within an hour.',
  },
} as const satisfies Record<string, Rule>
