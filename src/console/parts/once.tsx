import { Copyable } from './copyable.tsx'

/** A secret that is shown this once. */
export function Once({ what, text }: { readonly what: string; readonly text: string }) {
  return (
    <p class="once">
      {what}, shown this once: <Copyable text={text} what={what.toLowerCase()} />
    </p>
  )
}
