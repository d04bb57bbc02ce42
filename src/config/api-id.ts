/** What other addresses of the server begin with. */
export const reservedIds: readonly string[] = ['docs', 'idp', 'healthz', 'readyz', 'assets', 'sandbox']

/** An id is a part of addresses. */
export const idForm = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/
