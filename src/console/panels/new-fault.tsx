import { useState } from 'preact/hooks'
import { useConsole } from '../console-state.ts'
import type { Api, NewFault } from '../control.ts'
import { ApiSelect } from '../parts/api-picker.tsx'
import { Choice, Field } from '../parts/field.tsx'
import { fieldsOf } from '../parts/form.ts'

/** Asks for something to go wrong: with which calls, and how. */
export function FaultForm() {
  const { state, control, run } = useConsole()
  const [api, setApi] = useState(state.api)
  const [operation, setOperation] = useState('')
  const [kind, setKind] = useState('latency')
  const chosen = state.known.apis?.find(({ id }) => id === api)
  const pick = (id: string) => {
    setApi(id)
    setOperation('')
  }
  const make = (event: SubmitEvent) => {
    const body = { api, kind: kind as NewFault['kind'], ...(operation && { operation }), ...effectIn(fieldsOf(event)) }
    return run(control.POST('/faults', { body }), 'It is set to go wrong', 'faults')
  }
  return (
    <form onSubmit={make} aria-label="New fault">
      <span class="field">
        <label for="fault-api">API</label>
        <ApiSelect id="fault-api" value={api} onPick={pick} />
      </span>
      <OperationChoice api={chosen} operation={operation} onPick={setOperation} />
      <KindChoice kind={kind} onPick={setKind} />
      {kind === 'latency' && (
        <Field label="Milliseconds" name="milliseconds" type="number" min={1} max={60_000} value="2000" required />
      )}
      {kind === 'status' && <StatusChoice api={chosen} operation={operation} />}
      {kind === 'scenario' && <ScenarioChoice api={api} />}
      {kind === 'gateway' && <FailureChoice />}
      <Field label="Calls" name="times" type="number" min={1} max={1_000} value="1" required />
      <Field label="Calls let through first" name="skip" type="number" min={0} max={1_000} value="0" required />
      <Field label="Share of calls, in percent" name="share" type="number" min={1} max={100} value="100" required />
      <Field label="Only with the credential (optional)" name="credential" minLength={4} autocomplete="off" />
      <button type="submit" class="primary">
        Set it
      </button>
    </form>
  )
}

/** What the fields say of it; those of other kinds are not there. */
function effectIn({
  milliseconds,
  status,
  scenario,
  failure,
  times,
  skip,
  share,
  credential,
}: Readonly<Record<string, string>>): Omit<NewFault, 'api' | 'kind'> {
  return {
    ...(milliseconds && { milliseconds: Number(milliseconds) }),
    ...(status && { status: Number(status) }),
    ...(scenario && { scenario: scenario as NonNullable<NewFault['scenario']> }),
    ...(failure && { failure: failure as NonNullable<NewFault['failure']> }),
    ...(Number(skip) > 0 && { skip: Number(skip) }),
    ...(Number(share) < 100 && { share: Number(share) / 100 }),
    ...(credential && { credential }),
    times: Number(times),
  }
}

interface OperationChoiceProps {
  readonly api: Api | undefined
  readonly operation: string
  readonly onPick: (operation: string) => void
}

function OperationChoice({ api, operation, onPick }: OperationChoiceProps) {
  return (
    <Choice label="Operation" value={operation} onPick={onPick}>
      <option value="">every</option>
      {api?.operations.map(({ id }) => (
        <option key={id}>{id}</option>
      ))}
    </Choice>
  )
}

function KindChoice({ kind, onPick }: { readonly kind: string; readonly onPick: (kind: string) => void }) {
  return (
    <Choice label="What happens" value={kind} onPick={onPick}>
      <option value="latency">latency</option>
      <option value="status">an error</option>
      <option value="drop">the connection drops</option>
      <option value="scenario">a scenario</option>
      <option value="gateway">a gateway fails</option>
    </Choice>
  )
}

/** What each failure of a gateway does, by the contract's name for it. */
const failures: Readonly<Record<NonNullable<NewFault['failure']>, string>> = {
  'html-502': '502 with a page',
  'html-504': '504 with a page',
  'undocumented-500': '500 that is not documented',
  'error-200': '200 with an error',
  redirect: 'a redirect to another host',
  'empty-200': '200 without a body',
  'cut-json': 'half of the body',
  reset: 'a reset in the middle of the body',
  'slow-body': 'a body that takes a second',
}

function FailureChoice() {
  return (
    <span class="field">
      <label for="fault-failure">Failure</label>
      <select id="fault-failure" name="failure">
        {Object.entries(failures).map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
    </span>
  )
}

/** The scenarios that the API can play. */
function ScenarioChoice({ api }: { readonly api: string }) {
  const { scenarios = [] } = useConsole().state.known
  return (
    <span class="field">
      <label for="fault-scenario">Scenario</label>
      <select id="fault-scenario" name="scenario">
        {scenarios
          .filter(({ apis }) => apis.includes(api))
          .map(({ name }) => (
            <option key={name}>{name}</option>
          ))}
      </select>
    </span>
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
