import type { Rule } from './rule.ts'

function rule(id: string, draft: Pick<Rule, 'says'> & Partial<Rule>): Rule {
  return { id, section: 'A', severity: 'contract', tags: ['http'], rfcs: [], clauses: [], ...draft }
}

/** What no contract in OpenAPI can say of HTTP, so that a check follows only where a fact says it. */
export const stated = {
  unknownPath: rule('unknown-path', {
    tags: ['form', 'http'],
    says: 'A path outside the contract is not found, in the form of the API.',
    rfcs: ['RFC 9110, 15.5.5'],
  }),
  wrongMethod: rule('wrong-method', {
    says: 'A method that a path does not have is refused, and the answer lists those that it has.',
    rfcs: ['RFC 9110, 15.5.6'],
  }),
  headAndOptions: rule('head-and-options', {
    says: 'HEAD answers as GET does, without the body; OPTIONS lists the methods of a path.',
    rfcs: ['RFC 9110, 9.3.2', 'RFC 9110, 9.3.7'],
  }),
  notStored: rule('answers-not-stored', {
    says: 'No answer may be stored.',
    rfcs: ['RFC 9111, 5.2.2.5'],
  }),
  headerLimit: rule('header-limit', {
    says: 'A header section over 64 KiB is refused, or the connection closed, and the next request answered.',
    rfcs: ['RFC 9110, 5.4', 'RFC 6585, 5'],
  }),
} as const satisfies Record<string, Rule>

/** What every server is held to that serves protected operations. */
export const hidden = {
  disguises: rule('disguised-request', {
    tags: ['authentication', 'http'],
    says: 'No other spelling of a protected path, no HEAD and no method override shows what it protects.',
    clauses: ['OpenAPI 3.1.1, 4.8.30', 'CWE-288'],
  }),
  leaks: rule('refusal-tells-nothing', {
    severity: 'advice',
    tags: ['authentication', 'form'],
    says: 'A refusal repeats no credential and shows no stack trace.',
    clauses: ['CWE-209', 'OWASP ASVS 5.0, 16.5.1'],
  }),
} as const satisfies Record<string, Rule>

/** What `x-cors` promises, and what the Fetch standard makes of it. */
export const origins = {
  anyPage: rule('any-page-may-call', {
    tags: ['origins'],
    says: 'Pages of any origin may call, without cookies.',
    clauses: ['Fetch, CORS protocol', 'x-cors'],
  }),
  preflight: rule('preflight-grants', {
    tags: ['origins'],
    says: 'A preflight needs no credential, and grants the methods of the path and the documented headers.',
    clauses: ['Fetch, CORS-preflight request', 'x-cors'],
  }),
  listed: rule('listed-origin-may-call', {
    tags: ['origins'],
    says: 'Pages of a listed origin may call and read refusals, and answers vary by origin; a preflight needs no credential.',
    clauses: ['Fetch, CORS protocol and HTTP caches', 'x-cors'],
  }),
  foreign: rule('foreign-origin-may-not-call', {
    tags: ['origins'],
    says: 'Pages of an origin that is not listed, however near to one that is, are granted nothing.',
    clauses: ['Fetch, CORS protocol', 'x-cors', 'CWE-942'],
  }),
  reflection: rule('no-credentialed-reflection', {
    severity: 'advice',
    tags: ['origins'],
    says: 'A page of any origin is not allowed to call with cookies.',
    clauses: ['CWE-942', 'OWASP ASVS 5.0, 3.4.2'],
  }),
} as const satisfies Record<string, Rule>
