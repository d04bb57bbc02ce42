import { useState } from 'preact/hooks'
import { useConsole } from '../console-state.ts'
import type { Exchange } from '../control.ts'
import { ApiSelect } from '../parts/api-picker.tsx'
import { Badge } from '../parts/badge.tsx'
import { ConfirmButton } from '../parts/confirm-button.tsx'
import { Choice, Field } from '../parts/field.tsx'
import { Panel } from '../parts/panel.tsx'
import { ExchangeRow } from './exchange.tsx'

interface Filter {
  readonly api: string
  readonly outcome: string
  readonly text: string
}

const outcomes: Readonly<Record<string, (exchange: Exchange) => boolean>> = {
  refused: ({ refusal }) => refusal !== null,
  good: ({ status }) => status !== null && status < 400,
  client: ({ status }) => status !== null && status >= 400 && status < 500,
  server: ({ status }) => status !== null && status >= 500,
  none: ({ status }) => status === null,
}

/** What was asked and answered, the newest first, each exchange explained. */
export function Traffic() {
  const { state, control, run } = useConsole()
  const { exchanges = [] } = state.known
  const [filter, setFilter] = useState<Filter>({ api: '', outcome: '', text: '' })
  const shown = exchanges.filter((exchange) => matches(exchange, filter)).reverse()
  const clear = () => run(control.DELETE('/traffic'), 'Traffic cleared', 'exchanges')
  return (
    <Panel title="Traffic" needs={['exchanges']} tools={<Tools onClear={clear} />}>
      <Filters filter={filter} onChange={setFilter} />
      <p class="note" role="status">
        {shown.length === exchanges.length
          ? `${shown.length} exchanges`
          : `${shown.length} of ${exchanges.length} exchanges`}
      </p>
      {shown.length === 0 ? (
        <p class="empty">{exchanges.length === 0 ? 'Call an API, and it appears here.' : 'Nothing matches.'}</p>
      ) : (
        <ol class="exchanges">
          {shown.map((exchange) => (
            <ExchangeRow key={exchange.id} exchange={exchange} />
          ))}
        </ol>
      )}
    </Panel>
  )
}

function matches(exchange: Exchange, { api, outcome, text }: Filter): boolean {
  const { method, path, operation, reason } = exchange
  const haystack = `${method} ${path} ${operation ?? ''} ${reason ?? ''}`.toLowerCase()
  return (
    (api === '' || exchange.api === api) &&
    (outcomes[outcome]?.(exchange) ?? true) &&
    haystack.includes(text.toLowerCase().trim())
  )
}

function Tools({ onClear }: { readonly onClear: () => void }) {
  const { state, change, load } = useConsole()
  const { live, paused } = state
  const toggle = () => {
    change({ to: 'pause', paused: !paused })
    if (paused) void load('exchanges')
  }
  return (
    <>
      <Badge tone={paused ? 'warn' : live ? 'good' : 'plain'} text={paused ? 'paused' : live ? 'live' : 'every 2 s'} />
      <button type="button" aria-pressed={paused} onClick={toggle}>
        Pause
      </button>
      <ConfirmButton
        label="Clear"
        describes="Clear the traffic"
        question="Forget all traffic of this world?"
        onConfirm={onClear}
      />
    </>
  )
}

function Filters({ filter, onChange }: { readonly filter: Filter; readonly onChange: (filter: Filter) => void }) {
  return (
    <div class="filters">
      <span class="field">
        <label for="traffic-api">API</label>
        <ApiSelect id="traffic-api" value={filter.api} none="all" onPick={(api) => onChange({ ...filter, api })} />
      </span>
      <Choice label="Outcome" value={filter.outcome} onPick={(outcome) => onChange({ ...filter, outcome })}>
        <option value="">all</option>
        <option value="refused">refused</option>
        <option value="good">below 400</option>
        <option value="client">4xx</option>
        <option value="server">5xx</option>
        <option value="none">no answer</option>
      </Choice>
      <Field
        label="Containing"
        type="search"
        value={filter.text}
        onInput={({ currentTarget }) => onChange({ ...filter, text: currentTarget.value })}
      />
    </div>
  )
}
