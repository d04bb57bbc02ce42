import type { Page } from '../store/page.ts'
import { problem } from './problems.ts'

/** As many items as one answer lists (SB-55). */
const most = 1_000

/** What tells the place of an item in its list, such as a moment and an identifier. */
type Place = readonly (string | number)[]

interface Asked {
  readonly limit?: number
  readonly cursor?: string
}

/** A list that is shown in pages. */
interface Listing<Item, At extends Place> {
  /** The items from a place on. */
  list(page: Page<At> & { readonly limit: number }): readonly Item[] | Promise<readonly Item[]>
  placeOf(item: Item): At
  /** A place, to know others by. */
  readonly example: NoInfer<At>
}

/** One page of a list, and the cursor of the next one; null on the last. One item more than fits is read to know. */
export async function pageOf<Item, At extends Place>(
  { limit = most, cursor }: Asked,
  { list, placeOf, example }: Listing<Item, At>,
): Promise<{ readonly items: readonly Item[]; readonly next: string | null } | typeof noCursor> {
  const from = cursor === undefined ? undefined : placeIn(cursor, example)
  if (from === null) return noCursor
  const found = await list({ from, limit: limit + 1 })
  const beyond = found[limit]
  return { items: found.slice(0, limit), next: beyond === undefined ? null : cursorOf(placeOf(beyond)) }
}

function cursorOf(place: Place): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** Null for what is no cursor of such a list. */
function placeIn<At extends Place>(cursor: string, example: At): At | null {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    const isPlace =
      Array.isArray(place) &&
      place.length === example.length &&
      example.every((part, at) => typeof part === typeof place[at])
    return isPlace ? (place as unknown as At) : null
  } catch {
    return null
  }
}

const noCursor = problem(400, '"cursor" is no cursor of this list: send the `next` of the page before')
