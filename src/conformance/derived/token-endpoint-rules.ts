import type { Rule } from './rule.ts'

const shared = {
  section: 'B',
  severity: 'contract',
  tags: ['validation'],
  clauses: ['x-action, token-endpoint'],
} as const

/** What an OAuth 2 token endpoint promises, whatever its grants are. */
export const tokenEndpointRules = {
  errors: {
    ...shared,
    id: 'token-error-codes',
    says: 'A token request that is incomplete, names an unknown grant, or has nothing good to trade is refused by its code: `invalid_request`, `unsupported_grant_type`, `invalid_grant`.',
    rfcs: ['RFC 6749, 5.2', 'RFC 6749, 3.2'],
  },
  client: {
    ...shared,
    id: 'wrong-client-refused',
    tags: ['authentication'],
    says: 'An unknown client and a wrong secret are refused with `invalid_client`; by HTTP Basic, with 401 and a Basic challenge.',
    rfcs: ['RFC 6749, 5.2'],
  },
  clientAlike: {
    ...shared,
    id: 'wrong-client-refused-alike',
    severity: 'advice',
    tags: ['authentication', 'enumeration'],
    says: 'An unknown client is refused like a wrong secret.',
    rfcs: [],
    clauses: ['OWASP ASVS 5.0, 6.3.8'],
  },
  basic: {
    ...shared,
    id: 'client-by-basic',
    tags: ['authentication'],
    says: 'A client may authenticate by HTTP Basic, where that is declared, with an identifier and a secret that are form-encoded.',
    rfcs: ['RFC 6749, 2.3.1'],
  },
  clientOnce: {
    ...shared,
    id: 'client-authenticates-once',
    severity: 'advice',
    tags: ['authentication'],
    says: 'A client that authenticates in two ways at once is refused with `invalid_request`.',
    rfcs: ['RFC 6749, 2.3', 'RFC 6749, 5.2'],
  },
  ignored: {
    ...shared,
    id: 'unknown-parameter-ignored',
    says: 'A token endpoint ignores parameters it does not know, and takes an empty one for none.',
    rfcs: ['RFC 6749, 3.2'],
  },
  once: {
    ...shared,
    id: 'repeated-parameter-refused',
    severity: 'advice',
    says: 'A form that has a parameter twice is refused with `invalid_request`.',
    rfcs: ['RFC 6749, 3.2', 'RFC 6749, 5.2'],
  },
  text: {
    ...shared,
    id: 'error-description-printable',
    says: 'The `error_description` is printable ASCII without quotes and backslashes, whatever was sent.',
    rfcs: ['RFC 6749, 5.2'],
  },
} as const satisfies Record<string, Rule>
