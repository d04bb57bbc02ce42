import type { Rule } from './rule.ts'

const shared = { section: 'C', severity: 'contract', rfcs: [], clauses: ['x-action, change-account'] } as const

/** What a contract promises of those who look at accounts and change their own. */
export const accountRules = {
  email: {
    ...shared,
    id: 'new-email-takes-effect',
    tags: ['form'],
    says: 'A new e-mail is shown and logs in, the former one no longer does, and the login that made the change goes on.',
  },
  taken: {
    ...shared,
    id: 'taken-email-refused',
    tags: ['form'],
    says: 'A change to the e-mail of another account is refused, and nothing that came with it is changed.',
  },
  notice: {
    ...shared,
    id: 'former-address-told',
    tags: ['form'],
    says: 'The former address is told of a new e-mail, and of nothing else.',
    clauses: ['x-action, change-account, notice', 'OWASP ASVS 5.0, 6.3.7'],
  },
  others: {
    ...shared,
    id: 'only-own-account-changed',
    tags: ['authorization'],
    says: 'A member that is not documented changes neither a role nor another account.',
    clauses: ['x-action, change-account', 'OWASP ASVS 5.0, 15.3.3', 'CWE-639', 'CWE-915'],
  },
  own: {
    ...shared,
    id: 'own-account-shown',
    tags: ['authorization'],
    says: 'Everyone is shown the account that their credential belongs to.',
    clauses: ['x-action, show-account'],
  },
  byId: {
    ...shared,
    id: 'account-shown-by-id',
    tags: ['authorization', 'form'],
    says: 'The account with an id is shown, and an id that nobody has is not found.',
    clauses: ['x-action, show-account, subject'],
  },
  listed: {
    ...shared,
    id: 'accounts-listed',
    tags: ['authorization', 'form'],
    says: 'Every account is listed, the newest at the end.',
    clauses: ['x-action, list-accounts'],
  },
  pages: {
    ...shared,
    id: 'accounts-in-pages',
    tags: ['form'],
    says: 'A limit and an offset cut a page out of the list, and the answer tells where the page is in it.',
    clauses: ['x-action, list-accounts, limit'],
  },
} as const satisfies Record<string, Rule>
