import { useConsole } from '../console-state.ts'
import type { Fault } from '../control.ts'
import { useApiTitle } from '../parts/api-picker.tsx'
import { Panel } from '../parts/panel.tsx'
import { FaultForm } from './new-fault.tsx'

/** What shall go wrong with the next calls. */
export function Faults() {
  const { state, control, run } = useConsole()
  const { faults = [] } = state.known
  const clear = () => run(control.DELETE('/faults'), 'All faults are removed', 'faults')
  const tools = faults.length > 0 && (
    <button type="button" onClick={clear}>
      Remove all
    </button>
  )
  return (
    <>
      <Panel
        title="Faults"
        needs={['faults']}
        tools={tools}
        note="True to the contract, but for failures of a gateway: every other answer is one that it documents."
      >
        {faults.length === 0 ? (
          <p class="empty">Nothing is set to go wrong.</p>
        ) : (
          <ul class="rows">
            {faults.map((fault) => (
              <FaultRow key={fault.id} fault={fault} />
            ))}
          </ul>
        )}
        <FaultForm />
      </Panel>
      <Scenarios />
    </>
  )
}

function FaultRow({ fault }: { readonly fault: Fault }) {
  const { control, run } = useConsole()
  const titleOf = useApiTitle()
  const what = effectOf(fault)
  const remove = () =>
    run(control.DELETE('/faults/{id}', { params: { path: { id: fault.id } } }), 'The fault is removed', 'faults')
  return (
    <li>
      <div>
        <strong>{what}</strong>
        <div class="sub">
          {titleOf(fault.api)} · {fault.operation ?? 'every operation'} · {fault.remaining} of {fault.times} calls left
          {choiceOf(fault)}
        </div>
      </div>
      <button type="button" aria-label={`Remove the fault ${what}`} onClick={remove}>
        Remove
      </button>
    </li>
  )
}

/** Which of the calls it strikes. */
function choiceOf({ skip = 0, share = 1, credential }: Fault): string {
  return [
    ...(skip > 0 ? [`after ${skip} more`] : []),
    ...(share < 1 ? [`${Math.round(share * 100)} % of them`] : []),
    ...(credential === undefined ? [] : [`with ${credential}`]),
  ]
    .map((words) => ` · ${words}`)
    .join('')
}

function effectOf({ kind, milliseconds, status, scenario, failure }: Fault): string {
  if (kind === 'latency') return `waits ${milliseconds} ms`
  if (kind === 'status') return `answers ${status}`
  return scenario ?? failure ?? 'drops the connection'
}

function Scenarios() {
  const { scenarios = [] } = useConsole().state.known
  const titleOf = useApiTitle()
  return (
    <Panel
      title="Scenarios"
      needs={['scenarios']}
      note="Also for one call alone, by a request header such as “Latchkey-Fault: 401-once”."
    >
      <dl class="scenarios">
        {scenarios.map(({ name, description, apis }) => (
          <div key={name} class="scenario">
            <dt>
              <code>{name}</code>
            </dt>
            <dd>
              {description} <span class="sub">{apis.map(titleOf).join(', ')}</span>
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}
