import { useEffect } from 'preact/hooks'
import { useConsole } from '../console-state.ts'

/** Milliseconds that good news stays; a refusal stays until it is dismissed. */
const shownFor = 4_000

/** What was done last, or why it was refused. */
export function NoticeBar() {
  const { state, change } = useConsole()
  const { notice } = state
  useEffect(() => {
    if (notice?.kind !== 'done') return
    const timer = setTimeout(() => change({ to: 'say', notice: undefined }), shownFor)
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
