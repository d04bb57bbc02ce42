import type { Rule } from './rule.ts'

const shared = {
  section: 'D',
  severity: 'contract',
  tags: ['one-time'],
  rfcs: [],
  clauses: ['x-action, activate'],
} as const

/** What a contract promises of the codes that activate accounts. */
export const activationRules = {
  once: {
    ...shared,
    id: 'activation-works-once',
    says: 'The code of a sign-up activates its account once, and shows it; a used, changed or unknown code is refused.',
    clauses: ['x-action, activate', 'OWASP ASVS 5.0, 6.4.1'],
  },
  alike: {
    ...shared,
    id: 'activation-refused-alike',
    severity: 'advice',
    tags: ['one-time', 'enumeration'],
    says: 'A code that was used or has expired is refused like one that never was.',
    clauses: ['OWASP ASVS 5.0, 6.3.8'],
  },
  expires: {
    ...shared,
    id: 'activation-expires',
    tags: ['lifetime', 'one-time'],
    says: 'A code activates its account until the end of its declared lifetime, and not after it.',
    clauses: ['x-action, register, pending.lifetime', 'OWASP ASVS 5.0, 6.4.1'],
  },
  room: {
    ...shared,
    id: 'pending-account-makes-room',
    tags: ['lifetime', 'one-time'],
    says: 'An address is free again when its sign-up was not activated in time, and its code stays refused.',
  },
} as const satisfies Record<string, Rule>
