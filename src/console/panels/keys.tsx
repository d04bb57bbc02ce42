import { useState } from 'preact/hooks'
import { useConsole } from '../console-state.ts'
import type { Api, Secret } from '../control.ts'
import { ConfirmButton } from '../parts/confirm-button.tsx'
import { Copyable } from '../parts/copyable.tsx'
import { Field } from '../parts/field.tsx'
import { fieldsOf } from '../parts/form.ts'
import { Panel } from '../parts/panel.tsx'
import { moment } from '../time.ts'

/** The active credentials of an API; a key can be issued where the vendor has a page for it. */
export function Keys({ api }: { readonly api: Api }) {
  const { control, run, state } = useConsole()
  const own = (state.known.secrets ?? []).filter((secret) => secret.api === api.id)
  const path = { params: { path: { api: api.id } } }
  const purge = () => run(control.POST('/apis/{api}/purge', path), 'Purged', 'secrets')
  const tools = api.controls.includes('purge') && (
    <ConfirmButton
      label="Purge"
      describes="Purge test data"
      question="Remove the test data now, as happens every day?"
      onConfirm={purge}
    />
  )
  return (
    <Panel title="Keys, tokens and sessions" needs={['secrets']} tools={tools}>
      {own.length === 0 ? <p class="empty">No active credentials.</p> : <SecretTable secrets={own} />}
      {api.controls.includes('keys') && <IssueKey api={api.id} />}
    </Panel>
  )
}

function SecretTable({ secrets }: { readonly secrets: readonly Secret[] }) {
  return (
    <div class="table-frame">
      <table>
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">Acts for</th>
            <th scope="col">Client</th>
            <th scope="col">Expires</th>
          </tr>
        </thead>
        <tbody>
          {secrets.map(({ kind, id, subject, client, expires }) => (
            <tr key={`${kind} ${id}`}>
              <td data-label="Kind">{kind.replaceAll('-', ' ')}</td>
              <td class="wrap" data-label="Acts for">
                {subject ?? '–'}
              </td>
              <td data-label="Client">{client ?? '–'}</td>
              <td data-label="Expires">{expires === null ? 'never' : moment(expires)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function IssueKey({ api }: { readonly api: string }) {
  const { control, run } = useConsole()
  const [issued, setIssued] = useState<string | undefined>(undefined)
  const issue = async (event: SubmitEvent) => {
    const { owner = '' } = fieldsOf(event)
    const call = control.POST('/apis/{api}/keys', { params: { path: { api } }, body: { owner } })
    const answer = await run(call, `A key for ${owner} is issued; the former one is dead`, 'secrets')
    if ('value' in answer) setIssued(answer.value.key)
  }
  return (
    <form onSubmit={issue}>
      <Field label="Owner of a new key" name="owner" required maxLength={64} />
      <button type="submit" class="primary">
        Issue a key
      </button>
      {issued !== undefined && <Once what="The key" text={issued} />}
    </form>
  )
}

/** A secret that is shown this once. */
export function Once({ what, text }: { readonly what: string; readonly text: string }) {
  return (
    <p class="once">
      {what}, shown this once: <Copyable text={text} what={what.toLowerCase()} />
    </p>
  )
}
