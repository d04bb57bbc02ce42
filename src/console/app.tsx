import type { FunctionComponent } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { ConsoleProvider, useNewConsole } from './console-state.ts'
import { useListening } from './listening.ts'
import { Accounts } from './panels/accounts.tsx'
import { Apis } from './panels/apis.tsx'
import { ClockPanel } from './panels/clock.tsx'
import { Expiries } from './panels/expiries.tsx'
import { Faults } from './panels/faults.tsx'
import { Header } from './panels/header.tsx'
import { NoticeBar } from './panels/notice.tsx'
import { Outbox } from './panels/outbox.tsx'
import { ReloadFaults } from './panels/reload-faults.tsx'
import { Settings } from './panels/settings.tsx'
import { TokenForm } from './panels/token.tsx'
import { Traffic } from './panels/traffic.tsx'
import { Worlds } from './panels/worlds.tsx'
import type { Place } from './place.ts'
import { type View, viewOf, views } from './views.ts'

const shows: Readonly<Record<View, FunctionComponent>> = {
  apis: Apis,
  traffic: Traffic,
  accounts: Accounts,
  faults: Faults,
  settings: Settings,
  worlds: Worlds,
}

/** The whole page: one view at a time, and beside it what one always wants to see. */
export function App({ place, now }: { readonly place: Place; readonly now: () => number }) {
  const consoleState = useNewConsole(place, now)
  const view = useView()
  const { load, token } = consoleState
  useEffect(() => {
    void (async () => {
      await load('apis', 'clock')
      await load('secrets', 'messages', 'exchanges', 'faults', 'scenarios')
    })()
  }, [load, token])
  useListening(consoleState)
  useEffect(() => {
    document.title = `${views[view]} · ${place.world ? `${place.world} · ` : ''}Latchkey`
  }, [view, place])
  const View = shows[view]
  const isShut = consoleState.state.problems.apis?.status === 401
  return (
    <ConsoleProvider value={consoleState}>
      <Header view={view} />
      <NoticeBar />
      <div class="columns">
        <main>
          <ReloadFaults />
          {isShut ? <TokenForm /> : <View />}
        </main>
        <aside aria-label="Time and messages">
          <ClockPanel />
          <Expiries />
          <Outbox />
        </aside>
      </div>
    </ConsoleProvider>
  )
}

function useView(): View {
  const [view, setView] = useState(viewOf(location.hash))
  useEffect(() => {
    const follow = () => setView(viewOf(location.hash))
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  return view
}
