import { useState } from 'preact/hooks'
import { useConsole } from '../console-state.ts'
import type { Api } from '../control.ts'
import { isOwn, shortTitle } from '../parts/api-picker.tsx'
import { Field } from '../parts/field.tsx'
import { Panel } from '../parts/panel.tsx'
import { ApiCard } from './api-card.tsx'

/** With more APIs than these, cards are folded and can be searched. */
const fewApis = 6

/** Where each API is served, who can log in, and a first request; your own first. */
export function Apis() {
  const { apis = [] } = useConsole().state.known
  const [text, setText] = useState('')
  const shown = apis.filter((api) => matches(api, text))
  const isLong = apis.length > fewApis
  const search = isLong && (
    <Field
      label="Find an API"
      type="search"
      value={text}
      onInput={({ currentTarget }) => setText(currentTarget.value)}
    />
  )
  const own = shown.filter(isOwn)
  const builtIn = shown.filter((api) => !isOwn(api))
  const [first] = apis
  const group = (title: string, members: readonly Api[], tools: typeof search = false) => (
    <Panel
      title={title}
      needs={['apis']}
      note="Point your app at an address and log in with the demo data."
      tools={tools}
    >
      {members.length === 0 && <p class="empty">Nothing matches.</p>}
      <div class="cards">
        {members.map((api) => (
          <ApiCard
            key={api.id}
            api={api}
            fold={isLong && (text !== '' || api !== first) ? 'closed' : isLong ? 'open' : undefined}
          />
        ))}
      </div>
    </Panel>
  )
  if (own.length === 0) return group('APIs', builtIn, search)
  return (
    <>
      {group('Your APIs', own, search)}
      {builtIn.length > 0 && group('Built-in APIs', builtIn)}
    </>
  )
}

function matches(api: Api, text: string): boolean {
  const { contract = '' } = api.source
  return `${api.id} ${shortTitle(api)} ${contract}`.toLowerCase().includes(text.toLowerCase().trim())
}
