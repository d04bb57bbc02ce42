import { useEffect } from 'preact/hooks'
import { useConsole } from '../console-state.ts'

/** Milliseconds that a notice stays; a refusal stays until it is dismissed. */
const shownFor = { done: 4_000, news: 10_000 } as const

/** What was done last, or why it was refused. */
export function NoticeBar() {
  const { state, change } = useConsole()
  const { notice } = state
  useEffect(() => {
    if (!notice || notice.kind === 'refused') return
    const timer = setTimeout(() => change({ to: 'say', notice: undefined }), shownFor[notice.kind])
    return () => clearTimeout(timer)
  }, [notice, change])
  return (
    <div class={`notice ${notice?.kind ?? 'none'}`} role="status">
      {notice && (
        <>
          <span>
            {notice.kind === 'refused' && <b>Refused: </b>}
            {notice.text}
          </span>
          <button type="button" class="quiet" onClick={() => change({ to: 'say', notice: undefined })}>
            Dismiss
          </button>
        </>
      )}
    </div>
  )
}
