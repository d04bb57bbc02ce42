type Tone = 'good' | 'warn' | 'bad' | 'plain'

/** A state in a word; the colour only repeats it. */
export function Badge({ tone, text }: { readonly tone: Tone; readonly text: string }) {
  return <span class={`badge ${tone}`}>{text}</span>
}

/** How an HTTP status went; null where no answer came. */
export function toneOfStatus(status: number | null): Tone {
  if (status === null) return 'bad'
  if (status < 300) return 'good'
  if (status < 400) return 'plain'
  return status < 500 ? 'warn' : 'bad'
}
