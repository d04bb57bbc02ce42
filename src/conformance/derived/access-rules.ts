import type { Rule } from './rule.ts'

type Draft = Pick<Rule, 'says'> & Partial<Rule>

function rule(id: string, draft: Draft): Rule {
  return { id, section: 'A', severity: 'contract', tags: ['authentication'], rfcs: [], clauses: [], ...draft }
}

const requirement = 'OpenAPI 3.1.1, 4.8.30'

/** What every protected operation promises of the credentials that its security requirements name. */
export const accessRules = {
  good: rule('good-credential', {
    says: 'A credential that a security requirement asks for opens the operation.',
    clauses: [requirement],
  }),
  missing: rule('missing-credential', {
    says: 'A request without a credential is refused as documented.',
    clauses: [requirement],
  }),
  documented: rule('refusal-documented', {
    severity: 'advice',
    says: 'The contract documents how an operation refuses a request without a credential.',
    clauses: ['OpenAPI 3.1.1, 4.8.16'],
  }),
  challenge: rule('challenge', {
    says: 'A 401 has a challenge, of the declared scheme where that is one of HTTP.',
    rfcs: ['RFC 9110, 11.6.1', 'RFC 9110, 15.5.2'],
  }),
  silentChallenge: rule('challenge-without-error', {
    severity: 'advice',
    says: 'The challenge for a request without a credential has no error code.',
    rfcs: ['RFC 6750, 3.1'],
  }),
  invalidToken: rule('challenge-invalid-token', {
    severity: 'advice',
    says: 'The challenge for a bearer token that is not valid has the error code invalid_token.',
    rfcs: ['RFC 6750, 3.1'],
  }),
  unknown: rule('unknown-credential', {
    says: 'A credential of the right form that was never issued is refused as documented.',
    clauses: [requirement],
  }),
  prolonged: rule('prolonged-credential', {
    says: 'A good credential with 5,000 characters behind it is refused.',
    clauses: [requirement],
  }),
  malformed: rule('malformed-credential', {
    says: 'A good credential that is written as its scheme does not have it is refused.',
    rfcs: ['RFC 9110, 11.4', 'RFC 6750, 2.1', 'RFC 7617, 2'],
    clauses: [requirement],
  }),
  schemeCase: rule('scheme-case', {
    says: 'The name of an HTTP authentication scheme is accepted in any letter case.',
    rfcs: ['RFC 9110, 11.1'],
  }),
  misplaced: rule('misplaced-credential', {
    says: 'A credential in a place that its scheme does not name opens nothing.',
    rfcs: ['RFC 9700, 4.3.2'],
    clauses: ['OpenAPI 3.1.1, 4.8.27'],
  }),
  half: rule('half-of-conjunction', {
    says: 'Where several credentials are required together, one of them alone is refused.',
    clauses: [requirement],
  }),
  openToAll: rule('open-operation', {
    says: 'An operation that requires no credential, or leaves it optional, does not fail, and is not refused for want of one.',
    clauses: [requirement],
  }),
  openWithAnything: rule('open-operation-any-credential', {
    severity: 'advice',
    says: 'An operation that requires no credential is not refused for one that is not valid, such as an old cookie.',
    clauses: [requirement],
  }),
} as const satisfies Record<string, Rule>
