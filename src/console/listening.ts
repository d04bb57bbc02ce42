import { useEffect, useRef } from 'preact/hooks'
import type { ConsoleState } from './console-state.ts'
import type { Exchange, Reload } from './control.ts'

/** Milliseconds between two looks at what no event tells of. */
const glance = 5_000
/** The same where exchanges do not come in by themselves. */
const quickGlance = 2_000
/** The same for the APIs, which seldom change. */
const slowGlance = 10_000
/** Exchanges come in bursts; what they may have changed is read once after each. */
const pause = 250

/** Keeps the consoleState current: by events, and by looking again; only while somebody sees the page. */
export function useListening(consoleState: ConsoleState): void {
  const { place, change, load, token } = consoleState
  const isLive = consoleState.state.live
  const hasApis = consoleState.state.known.apis !== undefined
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)

  useEffect(() => {
    if (!hasApis) return
    const listen = () => {
      void load('exchanges')
      // An EventSource sends no token.
      if (token !== '') return undefined
      const events = new EventSource(`${place.control}/traffic/events`)
      events.addEventListener('open', () => {
        change({ to: 'live', live: true })
        void load('apis')
      })
      events.addEventListener('error', () => change({ to: 'live', live: false }))
      events.addEventListener('exchange', ({ data }) => {
        change({ to: 'hear', exchange: JSON.parse(data) as Exchange })
        clearTimeout(timer.current)
        timer.current = setTimeout(() => void load('secrets', 'messages', 'faults'), pause)
      })
      events.addEventListener('reload', ({ data }) => {
        const { outcome, text } = JSON.parse(data) as Reload
        // One that was refused is shown for as long as it is.
        if (outcome === 'served') change({ to: 'say', notice: { kind: 'news', text } })
        void load('apis', 'secrets', 'scenarios')
      })
      return events
    }
    let events = document.hidden ? undefined : listen()
    // A browser has six connections for one server; a page that nobody sees gives its own back.
    const onVisibility = () => {
      events?.close()
      events = document.hidden ? undefined : listen()
    }
    document.addEventListener('visibilitychange', onVisibility)
    return () => {
      document.removeEventListener('visibilitychange', onVisibility)
      clearTimeout(timer.current)
      events?.close()
    }
  }, [place, change, load, token, hasApis])

  useEffect(() => {
    if (isLive) return
    const interval = setInterval(() => document.hidden || void load('apis'), slowGlance)
    return () => clearInterval(interval)
  }, [load, isLive])

  useEffect(() => {
    const look = () => {
      if (document.hidden) return
      void load('clock', 'secrets', 'messages', 'faults')
      if (!isLive && !consoleState.state.paused) void load('exchanges')
    }
    const interval = setInterval(look, isLive ? glance : quickGlance)
    return () => clearInterval(interval)
  }, [load, isLive, consoleState.state.paused])
}
