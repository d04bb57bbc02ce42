import type { Rule } from './rule.ts'

const shared = { section: 'B', severity: 'contract', rfcs: [], clauses: ['x-action, register'] } as const

/** What a contract promises of those who sign up. */
export const signUpRules = {
  works: {
    ...shared,
    id: 'sign-up-makes-account',
    tags: ['authentication', 'form'],
    says: 'A sign-up makes an account, shows it as declared, and lets it log in by what was sent.',
  },
  pending: {
    ...shared,
    id: 'pending-account-as-declared',
    tags: ['authentication', 'one-time'],
    says: 'Until it is activated, a new account logs in only where `admits` allows that.',
    clauses: ['x-action, register, pending', 'x-accounts, admits'],
  },
  taken: {
    ...shared,
    id: 'taken-address-spared',
    tags: ['enumeration', 'form'],
    says: 'A sign-up with a taken e-mail changes nothing about the account that has it, and is answered as `taken` says.',
    clauses: ['x-action, register, taken', 'CWE-287'],
  },
  role: {
    ...shared,
    id: 'own-role-refused',
    tags: ['authorization'],
    says: 'A member that is not documented gives nobody a role; a refused sign-up makes no account.',
    clauses: ['x-accounts, roles', 'OWASP ASVS 5.0, 15.3.3', 'CWE-915'],
  },
  password: {
    ...shared,
    id: 'new-password-kept-whole',
    tags: ['passwords'],
    says: 'A new password of any documented length is kept as it was sent; one that is shorter or longer is refused.',
    clauses: ['x-action, passwordBytes', 'OWASP ASVS 5.0, 6.2.8'],
  },
  credential: {
    ...shared,
    id: 'sign-up-credential-works',
    tags: ['authentication'],
    says: 'What a sign-up issues is accepted, and renewed, like what a login issues.',
    clauses: ['x-action, register, then'],
  },
  client: {
    ...shared,
    id: 'sign-up-client-known',
    tags: ['authentication'],
    says: 'A sign-up for an unknown client is refused and makes no account.',
    clauses: ['x-action, register, client'],
  },
  perAddress: {
    ...shared,
    id: 'actions-per-address',
    severity: 'advice',
    tags: ['throttling'],
    says: 'A network address may do so much of this within an hour; beyond that it is answered 429, and nothing is done.',
    rfcs: ['RFC 6585, 4'],
    clauses: ['OWASP ASVS 5.0, 2.4.1'],
  },
} as const satisfies Record<string, Rule>
