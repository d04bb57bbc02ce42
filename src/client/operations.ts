/** A row of the generated operation table. */
export interface Operation {
  readonly method: string
  readonly path: string
  readonly security: readonly Readonly<Record<string, readonly string[]>>[]
  readonly statuses: readonly (number | string)[]
  readonly mediaTypes?: readonly string[]
}

const form = 'application/x-www-form-urlencoded'

/** What a body is sent as unless the caller says: JSON if the operation takes it, else a form. */
export function contentTypeOf({ mediaTypes = [] }: Operation): Readonly<Record<string, string>> {
  if (mediaTypes.some((type) => type.includes('json')) || !mediaTypes.includes(form)) return {}
  return { 'Content-Type': form }
}

/** Whether an answer that leads elsewhere is one that the contract tells of. */
export function leadsElsewhere({ statuses }: Operation): boolean {
  return statuses.some((status) => /^3/.test(String(status)))
}
