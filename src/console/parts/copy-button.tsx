import { useEffect, useState } from 'preact/hooks'
import { useConsole } from '../console-state.ts'

/** Copies a text, and says so for a moment. */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const { change } = useConsole()
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1_500)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setCopied(true)
      change({ to: 'say', notice: { kind: 'done', text: `Copied ${what}` } })
    } catch {
      change({
        to: 'say',
        notice: { kind: 'refused', text: 'The browser does not allow copying here; select the text' },
      })
    }
  }
  return (
    <button type="button" class="quiet copy" onClick={copy} aria-label={copied ? undefined : `Copy ${what}`}>
      {copied ? 'Copied' : 'Copy'}
    </button>
  )
}
