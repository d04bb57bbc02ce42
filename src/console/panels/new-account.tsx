import { useConsole } from '../console-state.ts'
import type { Api } from '../control.ts'
import { Field } from '../parts/field.tsx'
import { fieldsOf } from '../parts/form.ts'

/** A form that makes an account. */
export function NewAccount({ api }: { readonly api: Api }) {
  const { control, run } = useConsole()
  const create = async (event: SubmitEvent) => {
    const form = event.currentTarget as HTMLFormElement
    const { email = '', password = '', groups, ...rest } = fieldsOf(event)
    const body = { email, password, ...rest, ...(groups && { groups: groups.split(/[\s,]+/) }) }
    const call = control.POST('/apis/{api}/accounts', { params: { path: { api: api.id } }, body })
    const answer = await run(call, `${email} can log in`, 'accounts', 'secrets')
    if ('value' in answer) form.reset()
  }
  return (
    <details class="drawer">
      <summary>New account</summary>
      <form onSubmit={create}>
        <Field label="E-mail" name="email" type="email" required />
        <Field label="Password" name="password" required minLength={8} />
        <Field label="Name (optional)" name="name" />
        <Field label="Login name (optional)" name="login" />
        <Field label="Groups (optional)" name="groups" />
        <span class="field">
          <label for="new-role">Role</label>
          <select id="new-role" name="role">
            {api.roles.map((role) => (
              <option key={role}>{role}</option>
            ))}
          </select>
        </span>
        <button type="submit" class="primary">
          Make it
        </button>
      </form>
    </details>
  )
}
