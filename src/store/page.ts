/** A part of a list: so many items, from the place of the first one; all of them unless given. */
export interface Page<Place> {
  readonly from?: Place | undefined
  readonly limit?: number
}

/** More than any list holds. */
export const noLimit = Number.MAX_SAFE_INTEGER
