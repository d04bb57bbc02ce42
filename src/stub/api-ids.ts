import { builtInContract, builtInIds } from '../catalogue/built-in.ts'

/** The ids of the APIs that others may serve: those whose contracts say how they refuse. */
export function servableIds(): string[] {
  return builtInIds().filter((id) => builtInContract(id).document['x-refusals'] !== undefined)
}
