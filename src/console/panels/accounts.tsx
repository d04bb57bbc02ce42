import { useEffect } from 'preact/hooks'
import type { Account, Api } from '../control.ts'
import { useDesk } from '../desk.ts'
import { ApiPicker } from '../parts/api-picker.tsx'
import { Badge } from '../parts/badge.tsx'
import { ConfirmButton } from '../parts/confirm-button.tsx'
import { Panel } from '../parts/panel.tsx'
import { Clients } from './clients.tsx'
import { Keys } from './keys.tsx'
import { NewAccount } from './new-account.tsx'

/** Who can log in to an API, and what it has handed out. */
export function Accounts() {
  const { state, load } = useDesk()
  const { accounts = [], apis = [] } = state.known
  const api = apis.find(({ id }) => id === state.api)
  useEffect(() => {
    if (state.api !== '') void load('accounts', 'clients')
  }, [state.api, load])
  return (
    <>
      <Panel title="Accounts" needs={['apis', 'accounts']} tools={<ApiPicker />}>
        {api && <AccountTable api={api} accounts={accounts} />}
        {api && <NewAccount api={api} />}
      </Panel>
      {api && <Keys api={api} />}
      {api?.controls.includes('clients') && <Clients api={api.id} />}
    </>
  )
}

function AccountTable({ api, accounts }: { readonly api: Api; readonly accounts: readonly Account[] }) {
  return (
    <div class="table-frame">
      <table>
        <thead>
          <tr>
            <th scope="col">Account</th>
            <th scope="col">State</th>
            <th scope="col">Role</th>
            <th scope="col">Do</th>
          </tr>
        </thead>
        <tbody>
          {accounts.map((account) => (
            <AccountRow key={account.id} api={api} account={account} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function AccountRow({ api, account }: { readonly api: Api; readonly account: Account }) {
  const { control, run } = useDesk()
  const { id, name, email, logins, role } = account
  const path = { params: { path: { api: api.id, id } } }
  const change = (body: { disabled?: boolean; role?: string; pending?: false }, said: string) =>
    run(control.PATCH('/apis/{api}/accounts/{id}', { ...path, body }), said, 'accounts', 'secrets')
  const remove = () =>
    run(control.DELETE('/apis/{api}/accounts/{id}', path), `${email} is deleted`, 'accounts', 'secrets')
  const disable = account.disabled ? 'Enable' : 'Disable'
  return (
    <tr>
      <td>
        <strong>{name}</strong>
        <div class="sub wrap">{[email, ...logins.filter((login) => login !== email)].join(', ')}</div>
        <div class="sub wrap">
          id <code>{id}</code>
        </div>
      </td>
      <td>
        <AccountState account={account} />
      </td>
      <td>
        {api.roles.length > 1 ? (
          <select
            aria-label={`Role of ${email}`}
            value={role}
            onChange={({ currentTarget }) =>
              change({ role: currentTarget.value }, `${email} is ${currentTarget.value} now`)
            }
          >
            {[...new Set([role, ...api.roles])].map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        ) : (
          role
        )}
      </td>
      <td class="actions">
        {account.pending && (
          <button
            type="button"
            aria-label={`Activate ${email}`}
            onClick={() => change({ pending: false }, `${email} is activated`)}
          >
            Activate
          </button>
        )}
        <button
          type="button"
          aria-label={`${disable} ${email}`}
          onClick={() =>
            change({ disabled: !account.disabled }, `${email} is ${account.disabled ? 'enabled' : 'disabled'}`)
          }
        >
          {disable}
        </button>
        <ConfirmButton
          label="Delete"
          describes={`Delete ${email}`}
          question={`Delete ${email} and all that was handed out to it?`}
          onConfirm={remove}
        />
      </td>
    </tr>
  )
}

function AccountState({ account: { disabled, pending } }: { readonly account: Account }) {
  if (disabled) return <Badge tone="bad" text="disabled" />
  return pending ? <Badge tone="warn" text="not activated" /> : <Badge tone="good" text="active" />
}
