import { relative } from 'node:path'
import { isWeb } from '../../codegen/reference-policy.ts'

/** How a file is called in what is printed: as it is reached from here. */
export function nameOf(file: string): string {
  return isWeb(file) ? file : relative('.', file)
}

/** The same on a page: what an address has of credentials is left out, and its query, which may be one. */
export function shownName(file: string): string {
  if (!isWeb(file)) return nameOf(file)
  const { origin, pathname, search } = new URL(file)
  return `${origin}${pathname}${search && '?…'}`
}
