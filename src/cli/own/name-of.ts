import { relative } from 'node:path'
import { isWeb } from '../../codegen/reference-policy.ts'

/** How a file is called in what is printed: as it is reached from here. */
export function nameOf(file: string): string {
  return isWeb(file) ? file : relative('.', file)
}
