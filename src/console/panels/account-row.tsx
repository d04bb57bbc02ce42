import { useConsole } from '../console-state.ts'
import type { Account, Api } from '../control.ts'
import { isOwn } from '../parts/api-picker.tsx'
import { Badge } from '../parts/badge.tsx'
import { ConfirmButton } from '../parts/confirm-button.tsx'

interface RowProps {
  readonly api: Api
  readonly account: Account
}

/** An account, and what can be done with it. */
export function AccountRow({ api, account }: RowProps) {
  const { id, name, email, logins } = account
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
        <AccountRole api={api} account={account} />
      </td>
      <td class="actions">
        <AccountActions api={api} account={account} />
      </td>
    </tr>
  )
}

function AccountState({ account: { disabled, pending } }: { readonly account: Account }) {
  if (disabled) return <Badge tone="bad" text="disabled" />
  return pending ? <Badge tone="warn" text="not activated" /> : <Badge tone="good" text="active" />
}

/** To be chosen from, where the API has more than one; an account of your own API can have several. */
function AccountRole({ api, account }: RowProps) {
  const { change } = useAccount({ api, account })
  const { email, role, roles } = account
  if (api.roles.length <= 1 && roles.length <= 1) return <>{role}</>
  if (isOwn(api) || roles.length > 1) return <AccountRoles api={api} account={account} />
  return (
    <select
      aria-label={`Role of ${email}`}
      value={role}
      onChange={({ currentTarget }) => change({ role: currentTarget.value }, `${email} is ${currentTarget.value} now`)}
    >
      {[...new Set([role, ...api.roles])].map((each) => (
        <option key={each}>{each}</option>
      ))}
    </select>
  )
}

function AccountRoles({ api, account }: RowProps) {
  const { change } = useAccount({ api, account })
  const { email, roles } = account
  const turn = (role: string) => {
    const next = roles.includes(role) ? roles.filter((each) => each !== role) : [...roles, role]
    return change({ roles: next }, `The roles of ${email} are ${next.join(', ')} now`)
  }
  return (
    <details class="drawer">
      <summary aria-label={`Roles of ${email}: ${roles.join(', ')}`}>{roles.join(', ')}</summary>
      <fieldset class="choices">
        <legend>Roles of {email}</legend>
        {[...new Set([...api.roles, ...roles])].map((role) => {
          const isOn = roles.includes(role)
          return (
            <label key={role}>
              <input type="checkbox" checked={isOn} disabled={isOn && roles.length === 1} onChange={() => turn(role)} />{' '}
              {role}
            </label>
          )
        })}
      </fieldset>
    </details>
  )
}

function AccountActions({ api, account }: RowProps) {
  const { change, remove } = useAccount({ api, account })
  const { email, disabled, pending } = account
  const disable = disabled ? 'Enable' : 'Disable'
  const activate = () => change({ pending: false }, `${email} is activated`)
  const turn = () => change({ disabled: !disabled }, `${email} is ${disabled ? 'enabled' : 'disabled'}`)
  return (
    <>
      {pending && (
        <button type="button" aria-label={`Activate ${email}`} onClick={activate}>
          Activate
        </button>
      )}
      <button type="button" aria-label={`${disable} ${email}`} onClick={turn}>
        {disable}
      </button>
      <ConfirmButton
        label="Delete"
        describes={`Delete ${email}`}
        question={`Delete ${email} and all its credentials?`}
        onConfirm={remove}
      />
    </>
  )
}

/** What can be asked of the control API for one account; each tells what came of it. */
function useAccount({ api, account: { id, email } }: RowProps) {
  const { control, run } = useConsole()
  const path = { params: { path: { api: api.id, id } } }
  return {
    change: (body: { disabled?: boolean; role?: string; roles?: string[]; pending?: false }, said: string) =>
      run(control.PATCH('/apis/{api}/accounts/{id}', { ...path, body }), said, 'accounts', 'secrets'),
    remove: () => run(control.DELETE('/apis/{api}/accounts/{id}', path), `${email} is deleted`, 'accounts', 'secrets'),
  }
}
