import type { Rule } from './rule.ts'

const shared = { section: 'B', severity: 'contract', tags: ['redirects'], rfcs: [], clauses: [] } as const

/** What a login at an identity provider promises. */
export const redirectRules = {
  request: {
    ...shared,
    id: 'authorization-request',
    severity: 'advice',
    says: 'A login asks the provider for a code, with a state, a challenge by S256 and, where it asks for an identity, a nonce.',
    rfcs: ['RFC 6749, 4.1.1', 'RFC 7636, 4.3', 'RFC 9700, 2.1.1'],
  },
  fresh: {
    ...shared,
    id: 'login-secrets-fresh',
    tags: ['redirects', 'one-time'],
    says: 'State, nonce and challenge are new at every login.',
    rfcs: ['RFC 6749, 10.12', 'RFC 9700, 2.1.1'],
  },
  listed: {
    ...shared,
    id: 'return-address-listed',
    says: 'A login that has to end at an address that is not listed is refused, without a redirect.',
    rfcs: ['RFC 9700, 4.11'],
  },
  bound: {
    ...shared,
    id: 'state-bound-to-browser',
    tags: ['redirects', 'authentication'],
    says: 'A callback with a state that is unknown, missing or of another browser logs nobody in.',
    rfcs: ['RFC 6749, 10.12', 'RFC 9700, 4.7'],
  },
  once: {
    ...shared,
    id: 'state-used-once',
    tags: ['redirects', 'one-time'],
    says: 'A callback that is repeated logs nobody in.',
    rfcs: ['RFC 9700, 4.7'],
  },
  code: {
    ...shared,
    id: 'code-bound-to-login',
    says: 'The code of another login logs nobody in.',
    rfcs: ['RFC 9700, 4.5'],
  },
  nonce: {
    ...shared,
    id: 'nonce-bound-to-login',
    says: 'An identity that was vouched for under the nonce of another login logs nobody in.',
    rfcs: ['RFC 9700, 4.5.3.2'],
  },
} as const satisfies Record<string, Rule>
