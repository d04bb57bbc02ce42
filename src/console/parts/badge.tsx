export type Tone = 'good' | 'warn' | 'bad' | 'plain'

/** A state in a word; the colour only repeats it. */
export function Badge({ tone, text }: { readonly tone: Tone; readonly text: string }) {
  return <span class={`badge ${tone}`}>{text}</span>
}

/** How an HTTP status went. */
export function toneOfStatus(status: number): Tone {
  if (status < 300) return 'good'
  if (status < 400) return 'plain'
  return status < 500 ? 'warn' : 'bad'
}
