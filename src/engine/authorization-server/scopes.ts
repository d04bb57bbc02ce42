/** The scopes of a request (RFC 6749, 3.3): all by default; undefined if one of them cannot be granted. */
export function scopesWithin(
  wanted: string | undefined,
  grantable: readonly string[],
  byDefault: readonly string[] = grantable,
): readonly string[] | undefined {
  if (wanted === undefined) return byDefault
  const scopes = [...new Set(wanted.split(' '))]
  return scopes.every((scope) => grantable.includes(scope)) ? scopes : undefined
}

/** The scopes that a secret of the ledger was granted. */
export function grantedScopes({ data }: { readonly data: Readonly<Record<string, unknown>> }): readonly string[] {
  return Array.isArray(data.scopes) ? data.scopes.map(String) : []
}
