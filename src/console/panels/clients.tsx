import { useState } from 'preact/hooks'
import { useConsole } from '../console-state.ts'
import { ConfirmButton } from '../parts/confirm-button.tsx'
import { Field } from '../parts/field.tsx'
import { fieldsOf } from '../parts/form.ts'
import { useLongList } from '../parts/long-list.tsx'
import { Once } from '../parts/once.tsx'
import { Panel } from '../parts/panel.tsx'
import { moment } from '../time.ts'

/** The applications that are registered with an API. */
export function Clients({ api }: { readonly api: string }) {
  const { control, run, state } = useConsole()
  const { clients = [] } = state.known
  const [shown, more] = useLongList(clients, 'clients')
  const remove = (id: string) =>
    run(
      control.DELETE('/apis/{api}/clients/{id}', { params: { path: { api, id } } }),
      `The client ${id} is removed`,
      ...(['clients', 'secrets'] as const),
    )
  return (
    <Panel title="Clients" needs={['clients']}>
      <div class="table-frame">
        <table>
          <thead>
            <tr>
              <th scope="col">Client</th>
              <th scope="col">Registered</th>
              <th scope="col">Do</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ id, name, created }) => (
              <tr key={id}>
                <td>
                  <strong>{name}</strong>
                  <div class="sub wrap">
                    id <code>{id}</code>
                  </div>
                </td>
                <td data-label="Registered">{moment(created)}</td>
                <td>
                  <ConfirmButton
                    label="Remove"
                    describes={`Remove the client ${name}`}
                    question={`Remove the client ${name} and end all its credentials?`}
                    onConfirm={() => remove(id)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {more}
      </div>
      <NewClient api={api} />
    </Panel>
  )
}

function NewClient({ api }: { readonly api: string }) {
  const { control, run } = useConsole()
  const [secret, setSecret] = useState('')
  const register = async (event: SubmitEvent) => {
    const { name = '', id } = fieldsOf(event)
    const call = control.POST('/apis/{api}/clients', { params: { path: { api } }, body: { name, ...(id && { id }) } })
    const answer = await run(call, `The client ${name} is registered`, 'clients')
    if ('value' in answer) setSecret(answer.value.secret)
  }
  return (
    <form onSubmit={register}>
      <Field label="Name of a new client" name="name" required maxLength={100} />
      <Field label="Identifier (optional)" name="id" pattern="[A-Za-z0-9._~\-]+" maxLength={64} />
      <button type="submit" class="primary">
        Register
      </button>
      {secret !== '' && <Once what="Its secret" text={secret} />}
    </form>
  )
}
