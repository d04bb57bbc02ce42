import { useState } from 'preact/hooks'
import type { Report } from '../control.ts'

type Note = Report['notes'][number]

const titles = [
  ['warning', 'Warnings'],
  ['unrecognized', 'Not recognized'],
  ['inferred', 'Inferred'],
  ['enforced', 'Enforced'],
] as const

/** As many of a kind as are shown at first. */
const first = 4

/** What there is to say of a contract, by kind. */
export function Notes({ report: { notes, omitted } }: { readonly report: Report }) {
  if (notes.length === 0) return null
  return (
    <div class="served">
      {titles.map(([kind, title]) => (
        <Group key={kind} title={title} notes={notes.filter((note) => note.kind === kind)} />
      ))}
      {omitted.notes > 0 && (
        <p class="note">
          {omitted.notes} more: <code>latchkey start --check</code> shows all.
        </p>
      )}
    </div>
  )
}

function Group({ title, notes }: { readonly title: string; readonly notes: readonly Note[] }) {
  const [isWhole, setWhole] = useState(false)
  if (notes.length === 0) return null
  const isLong = notes.length > first + 1
  const shown = isLong && !isWhole ? notes.slice(0, first) : notes
  return (
    <>
      <h4>
        {title} <span class="sub">({notes.length})</span>
      </h4>
      <ul class="notes">
        {shown.map(({ text }, at) => (
          <li key={at} class="wrap">
            {text}
          </li>
        ))}
      </ul>
      {isLong && (
        <button type="button" class="quiet" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? `Show ${first}` : `Show all ${notes.length}`}
          <span class="hidden"> of {title}</span>
        </button>
      )}
    </>
  )
}
