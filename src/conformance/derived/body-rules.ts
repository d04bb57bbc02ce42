import type { Rule } from './rule.ts'

function rule(id: string, draft: Pick<Rule, 'says'> & Partial<Rule>): Rule {
  return { id, section: 'A', severity: 'contract', tags: ['validation'], rfcs: [], clauses: [], ...draft }
}

/** What a contract promises of request bodies. */
export const bodyRules = {
  taken: rule('documented-body-accepted', {
    tags: ['http'],
    says: 'A body of each documented media type is accepted, whatever its letter case and parameters.',
    rfcs: ['RFC 9110, 8.3.1'],
    clauses: ['OpenAPI 3.1.1, 4.8.13'],
  }),
  chunked: rule('body-in-chunks-accepted', {
    tags: ['http'],
    says: 'A body in chunks is read as one whose length is given.',
    rfcs: ['RFC 9112, 7.1'],
  }),
  otherType: rule('other-media-type-refused', {
    severity: 'advice',
    tags: ['http'],
    says: 'A body of a media type that is not documented, or of none, is refused.',
    rfcs: ['RFC 9110, 15.5.16'],
    clauses: ['OpenAPI 3.1.1, 4.8.13'],
  }),
  unreadable: rule('unreadable-body-refused', {
    says: 'A text that its media type cannot be read as is refused.',
    rfcs: ['RFC 8259, 2', 'RFC 8259, 7'],
  }),
  schema: rule('body-schema-held', {
    says: 'A body without a required member, or with a value that its schema excludes, is refused.',
    clauses: ['OpenAPI 3.1.1, 4.8.14'],
  }),
  closed: rule('unknown-member-refused', {
    says: 'A member that a closed schema does not have is refused.',
    clauses: ['OpenAPI 3.1.1, 4.8.24'],
  }),
  query: rule('unknown-query-refused', {
    severity: 'advice',
    says: 'A query parameter that is not documented is refused.',
  }),
  tooLarge: rule('large-body-refused', {
    severity: 'advice',
    tags: ['http'],
    says: 'A body over 16 KiB is refused, in chunks too.',
    rfcs: ['RFC 9110, 15.5.14'],
  }),
} as const satisfies Record<string, Rule>
