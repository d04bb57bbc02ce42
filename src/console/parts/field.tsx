import type { ComponentChildren, InputHTMLAttributes } from 'preact'
import { useId } from 'preact/hooks'

/** A labelled text field of a form. */
export function Field({ label, ...input }: { readonly label: string } & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId()
  return (
    <span class="field">
      <label for={id}>{label}</label>
      <input id={id} type="text" autocomplete="off" spellcheck={false} {...input} />
    </span>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly onPick: (value: string) => void
  readonly children: ComponentChildren
}

/** A labelled list to choose from. */
export function Choice({ label, value, onPick, children }: ChoiceProps) {
  const id = useId()
  return (
    <span class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={({ currentTarget }) => onPick(currentTarget.value)}>
        {children}
      </select>
    </span>
  )
}
