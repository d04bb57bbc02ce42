import { useConsole } from '../console-state.ts'
import type { Api, Secret } from '../control.ts'
import { ConfirmButton } from '../parts/confirm-button.tsx'
import { Panel } from '../parts/panel.tsx'
import { secretKind } from '../parts/secret-kind.ts'
import { moment } from '../time.ts'
import { IssueKey } from './issue-key.tsx'

/** The active credentials of an API; a key can be issued where the vendor has a page for it. */
export function Keys({ api }: { readonly api: Api }) {
  const { control, run, state } = useConsole()
  // The secrets of clients are below, with the clients.
  const own = (state.known.secrets ?? []).filter((secret) => secret.api === api.id && secret.kind !== 'client')
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
      {api.controls.includes('keys') && <IssueKey key={api.id} api={api} />}
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
          {secrets.map(({ kind, id, subject, client, expires, schemes, scopes = [] }) => (
            <tr key={`${kind} ${id}`}>
              <td class="wrap" data-label="Kind">
                {secretKind({ kind, ...(schemes && { schemes }) })}
                {scopes.length > 0 && <span class="sub"> {scopes.join(' ')}</span>}
              </td>
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
