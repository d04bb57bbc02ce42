import type { Rule } from './rule.ts'

const shared = { section: 'B', severity: 'contract', rfcs: [], clauses: [] } as const

/** What a contract promises of keys that people issue for themselves. */
export const keyRules = {
  shownOnce: {
    ...shared,
    id: 'key-shown-once',
    tags: ['authentication', 'form'],
    says: 'A key that is issued works, has what was said of it, and is shown in that answer alone.',
    clauses: ['x-action, issue-key', 'x-action, list-keys'],
  },
  masked: {
    ...shared,
    id: 'key-listed-masked',
    severity: 'advice',
    tags: ['form'],
    says: 'A list shows neither a long part of a key nor its hash.',
    clauses: ['OWASP ASVS 5.0, 14.2.6', 'CWE-200'],
  },
  revoked: {
    ...shared,
    id: 'revoked-key-refused',
    tags: ['revocation'],
    says: 'A key that is revoked is refused at once, everywhere, and no longer listed; the other keys of the account live on.',
    clauses: ['x-action, revoke-key'],
  },
  alike: {
    ...shared,
    id: 'unknown-key-alike',
    tags: ['enumeration', 'authorization'],
    says: 'Revoking a key that is revoked already, never was, or is of another account is refused alike.',
    rfcs: ['RFC 9110, 15.5.5'],
  },
  atMost: {
    ...shared,
    id: 'keys-at-most',
    tags: ['form'],
    says: 'An account has no more keys than declared; revoking one makes room.',
    clauses: ['x-action, issue-key, atMost'],
  },
} as const satisfies Record<string, Rule>
