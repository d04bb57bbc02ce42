import type { Rule } from './rule.ts'

const shared = { section: 'C', severity: 'contract', tags: ['authorization'], rfcs: [], clauses: [] } as const

/** What nobody gets who has not the right to it. */
export const rightsRules = {
  role: {
    ...shared,
    id: 'lesser-role-refused',
    says: 'An account without the role that an operation asks for is refused as documented, by HEAD too.',
    clauses: ['OpenAPI 3.1.1, 4.8.30', 'OWASP ASVS 5.0, 8.2.1'],
  },
  scope: {
    ...shared,
    id: 'lesser-scope-refused',
    says: 'A token without the scope that an operation asks for is refused as documented, by HEAD too.',
    rfcs: ['RFC 6750, 3.1'],
    clauses: ['OpenAPI 3.1.1, 4.8.30'],
  },
  tenant: {
    ...shared,
    id: 'foreign-tenant-refused',
    says: 'Nobody enters a tenant that their account is not a member of.',
    clauses: ['x-accounts, tenants', 'OWASP ASVS 5.0, 8.4.1'],
  },
  tenantAlike: {
    ...shared,
    id: 'unknown-tenant-alike',
    severity: 'advice',
    tags: ['enumeration', 'authorization'],
    says: 'A tenant that one may not enter is refused like one that does not exist.',
    rfcs: ['RFC 9110, 15.5.4'],
  },
  object: {
    ...shared,
    id: 'foreign-key-spared',
    says: "Nobody ends another account's key, or tells it from one that does not exist.",
    clauses: ['x-action, revoke-key', 'OWASP ASVS 5.0, 8.2.2', 'CWE-639'],
  },
} as const satisfies Record<string, Rule>
