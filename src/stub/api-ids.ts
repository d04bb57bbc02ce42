import { existsSync } from 'node:fs'
import { builtInIds } from '../catalogue/built-in.ts'

const apis = new URL('../apis/', import.meta.url)

/** Sources end in `.ts`, a build in `.js`. */
const ending = import.meta.url.slice(import.meta.url.lastIndexOf('.'))

/** The ids of the APIs that others may serve: those that publish what every server of them shares. */
export function servableIds(): string[] {
  return builtInIds().filter((id) => existsSync(new URL(`${id}/server${ending}`, apis)))
}
