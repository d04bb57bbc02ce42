import { useEffect } from 'preact/hooks'
import { useConsole } from '../console-state.ts'
import type { Account, Api } from '../control.ts'
import { ApiPicker } from '../parts/api-picker.tsx'
import { useLongList } from '../parts/long-list.tsx'
import { Panel } from '../parts/panel.tsx'
import { AccountRow } from './account-row.tsx'
import { Clients } from './clients.tsx'
import { Keys } from './keys.tsx'
import { NewAccount } from './new-account.tsx'

/** Who can log in to an API, and which credentials are active. */
export function Accounts() {
  const { state, load } = useConsole()
  const { accounts = [], apis = [] } = state.known
  const api = apis.find(({ id }) => id === state.api)
  useEffect(() => {
    if (state.api !== '') void load('accounts', 'clients')
  }, [state.api, load, api?.reload?.at])
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
  const [shown, more] = useLongList(accounts, 'accounts')
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
          {shown.map((account) => (
            <AccountRow key={account.id} api={api} account={account} />
          ))}
        </tbody>
      </table>
      {more}
    </div>
  )
}
