import type { SecurityScheme } from '../contract/document.ts'

/** Why a value could never be a credential of a scheme; undefined for one that could. */
export function wireFault(scheme: SecurityScheme, value: string): string | undefined {
  const form = formOf(scheme)
  if (form === undefined) return `A seed has no credentials of the type "${scheme.type}"`
  return form.pattern.test(value) ? undefined : form.says
}

interface WireForm {
  readonly pattern: RegExp
  readonly says: string
}

function formOf({ type, scheme = '', in: place }: SecurityScheme): WireForm | undefined {
  if (type === 'oauth2' || type === 'openIdConnect') return forms.bearer
  if (type === 'http') return forms[scheme.toLowerCase()] ?? forms.header
  return type === 'apiKey' ? forms[place ?? ''] : undefined
}

const forms: Readonly<Record<string, WireForm>> = {
  bearer: {
    pattern: /^[A-Za-z0-9._~+/-]+=*$/,
    says: 'This is not a bearer token: it has letters, digits and -._~+/ alone (RFC 6750, 2.1)',
  },
  basic: {
    pattern: /^[^:\p{Cc}]+:\P{Cc}*$/u,
    says: 'This is not a pair for HTTP Basic: write "user:password", or "key:" for a key alone',
  },
  header: {
    pattern: /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/,
    says: 'This cannot be sent in a header: it has characters of ASCII, and no blank at either end',
  },
  cookie: {
    pattern: /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]+$/,
    says: 'This cannot be sent in a cookie: it has blanks, quotes, commas, semicolons, backslashes or other characters than ASCII (RFC 6265, 4.1.1)',
  },
  query: { pattern: /^\P{Cc}+$/u, says: 'This cannot be sent in a query: it has control characters' },
}
