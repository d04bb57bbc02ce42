import type { JSX } from 'preact'
import { useState } from 'preact/hooks'

const step = 200

/** The beginning of a list, and a button that shows more of it where there is more. */
export function useLongList<Item>(
  items: readonly Item[],
  what: string,
): readonly [readonly Item[], JSX.Element | null] {
  const [most, setMost] = useState(step)
  const left = items.length - most
  const more =
    left > 0 ? (
      <p class="note">
        {most} of {items.length} {what}{' '}
        <button type="button" onClick={() => setMost(most + step)}>
          Show {Math.min(step, left)} more
        </button>
      </p>
    ) : null
  return [items.slice(0, most), more]
}
