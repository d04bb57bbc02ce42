import { useEffect, useState } from 'preact/hooks'
import { useConsole } from '../console-state.ts'
import { present } from '../time.ts'

/** The world's present, once a second; undefined until its clock was read. */
export function useNow(): number | undefined {
  const { state, now } = useConsole()
  const { clock } = state.known
  const [, tick] = useState(0)
  useEffect(() => {
    const interval = setInterval(() => tick((count) => count + 1), 1_000)
    return () => clearInterval(interval)
  }, [])
  return clock && present(clock, now())
}
