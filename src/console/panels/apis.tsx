import { useState } from 'preact/hooks'
import { useConsole } from '../console-state.ts'
import type { Api } from '../control.ts'
import { isOwn, shortTitle } from '../parts/api-picker.tsx'
import { Field } from '../parts/field.tsx'
import { Panel } from '../parts/panel.tsx'
import { ApiCard } from './api-card.tsx'

/** So many of your own are shown whole; of more, the first. */
const mostWhole = 3
/** With more APIs than these there is a search. */
const mostUnsearched = 6

const note = 'Point your app at an address and log in with the demo data.'

/** Where each API is served, who can log in, and a first request; your own first. */
export function Apis() {
  const { apis = [] } = useConsole().state.known
  const [text, setText] = useState('')
  const own = apis.filter(isOwn)
  const shown = apis.filter((api) => matches(api, text))
  const tools = apis.length > mostUnsearched && (
    <Field
      label="Find an API"
      type="search"
      value={text}
      onInput={({ currentTarget }) => setText(currentTarget.value)}
    />
  )
  const foldOf = (api: Api) => {
    if (!isOwn(api)) return 'closed'
    if (own.length <= mostWhole) return 'never'
    return api === own[0] ? 'open' : 'closed'
  }
  if (own.length === 0)
    return (
      <Panel title="APIs" needs={['apis']} note={note} tools={tools}>
        <Cards apis={shown} foldOf={() => 'never'} />
      </Panel>
    )
  return (
    <>
      <Panel title="Your APIs" note={note} tools={tools}>
        <Cards apis={shown.filter(isOwn)} foldOf={foldOf} />
      </Panel>
      {own.length < apis.length && (
        <Panel title="Built-in APIs">
          <Cards apis={shown.filter((api) => !isOwn(api))} foldOf={foldOf} />
        </Panel>
      )}
    </>
  )
}

interface CardsProps {
  readonly apis: readonly Api[]
  readonly foldOf: (api: Api) => 'open' | 'closed' | 'never'
}

function Cards({ apis, foldOf }: CardsProps) {
  if (apis.length === 0) return <p class="empty">Nothing matches.</p>
  return (
    <div class="cards">
      {apis.map((api) => (
        <ApiCard key={api.id} api={api} fold={foldOf(api)} />
      ))}
    </div>
  )
}

function matches(api: Api, text: string): boolean {
  const { contract = '' } = api.source
  return `${api.id} ${shortTitle(api)} ${contract}`.toLowerCase().includes(text.toLowerCase().trim())
}
