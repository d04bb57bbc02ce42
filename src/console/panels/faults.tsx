import { useState } from 'preact/hooks'
import type { Api, Fault, NewFault } from '../control.ts'
import { useDesk } from '../desk.ts'
import { ApiSelect, useApiTitle } from '../parts/api-picker.tsx'
import { Choice, Field } from '../parts/field.tsx'
import { fieldsOf } from '../parts/form.ts'
import { Panel } from '../parts/panel.tsx'

/** What shall go wrong with the next calls. */
export function Faults() {
  const { state, control, run } = useDesk()
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
        note="True to the contract: every answer is one that it documents."
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
  const { control, run } = useDesk()
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
        </div>
      </div>
      <button type="button" aria-label={`Remove the fault ${what}`} onClick={remove}>
        Remove
      </button>
    </li>
  )
}

function effectOf({ kind, milliseconds, status, scenario }: Fault): string {
  if (kind === 'latency') return `waits ${milliseconds} ms`
  if (kind === 'status') return `answers ${status}`
  return kind === 'scenario' ? (scenario ?? kind) : 'drops the connection'
}

function FaultForm() {
  const { state, control, run } = useDesk()
  const { apis = [], scenarios = [] } = state.known
  const [api, setApi] = useState(state.api)
  const [operation, setOperation] = useState('')
  const [kind, setKind] = useState('latency')
  const chosen = apis.find(({ id }) => id === api)
  const make = (event: SubmitEvent) => {
    const { milliseconds, status, scenario, times } = fieldsOf(event)
    const body = {
      api,
      kind: kind as NewFault['kind'],
      ...(operation && { operation }),
      ...(milliseconds && { milliseconds: Number(milliseconds) }),
      ...(status && { status: Number(status) }),
      ...(scenario && { scenario: scenario as NonNullable<NewFault['scenario']> }),
      times: Number(times),
    }
    return run(control.POST('/faults', { body }), 'It is set to go wrong', 'faults')
  }
  return (
    <form onSubmit={make} aria-label="New fault">
      <span class="field">
        <label for="fault-api">API</label>
        <ApiSelect
          id="fault-api"
          value={api}
          onPick={(id) => {
            setApi(id)
            setOperation('')
          }}
        />
      </span>
      <Choice label="Operation" value={operation} onPick={setOperation}>
        <option value="">every</option>
        {chosen?.operations.map(({ id }) => (
          <option key={id}>{id}</option>
        ))}
      </Choice>
      <Choice label="What happens" value={kind} onPick={setKind}>
        <option value="latency">latency</option>
        <option value="status">an error</option>
        <option value="drop">the connection drops</option>
        <option value="scenario">a scenario</option>
      </Choice>
      {kind === 'latency' && (
        <Field label="Milliseconds" name="milliseconds" type="number" min={1} max={60_000} value="2000" required />
      )}
      {kind === 'status' && <StatusChoice api={chosen} operation={operation} />}
      {kind === 'scenario' && (
        <span class="field">
          <label for="fault-scenario">Scenario</label>
          <select id="fault-scenario" name="scenario">
            {scenarios
              .filter(({ apis: where }) => where.includes(api))
              .map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
          </select>
        </span>
      )}
      <Field label="Calls" name="times" type="number" min={1} max={1_000} value="1" required />
      <button type="submit" class="primary">
        Set it
      </button>
    </form>
  )
}

/** The errors that the contract documents for the operation, or for any. */
function StatusChoice({ api, operation }: { readonly api: Api | undefined; readonly operation: string }) {
  const operations = api?.operations.filter(({ id }) => operation === '' || id === operation) ?? []
  const errors = [...new Set(operations.flatMap(({ statuses }) => statuses))].filter((status) => status >= 400).sort()
  return (
    <span class="field">
      <label for="fault-status">Status</label>
      <select id="fault-status" name="status">
        {errors.map((status) => (
          <option key={status}>{status}</option>
        ))}
      </select>
    </span>
  )
}

function Scenarios() {
  const { scenarios = [] } = useDesk().state.known
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
