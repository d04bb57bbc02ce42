import { useEffect } from 'preact/hooks'
import { useConsole } from '../console-state.ts'
import { ConfirmButton } from '../parts/confirm-button.tsx'
import { Field } from '../parts/field.tsx'
import { fieldsOf } from '../parts/form.ts'
import { useLongList } from '../parts/long-list.tsx'
import { Panel } from '../parts/panel.tsx'
import { worldPath, worldTitle } from '../place.ts'
import { moment } from '../time.ts'

/** The worlds of this server: separate sandboxes, one for each test. */
export function Worlds() {
  const { place, state, control, run, load } = useConsole()
  const { worlds = [] } = state.known
  const [shown, more] = useLongList(worlds, 'worlds')
  useEffect(() => void load('worlds'), [load])
  const remove = (world: string) =>
    run(control.DELETE('/worlds/{world}', { params: { path: { world } } }), `The world ${world} is gone`, 'worlds')
  return (
    <Panel
      title="Worlds"
      needs={['worlds']}
      note="A world has its own accounts, credentials, settings, messages and time. Put /~NAME in front of any path."
    >
      <div class="table-frame">
        <table>
          <thead>
            <tr>
              <th scope="col">World</th>
              <th scope="col">Its time</th>
              <th scope="col">Last used</th>
              <th scope="col">Do</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ name, now, used }) => (
              <tr key={name}>
                <td>
                  <a href={`${worldPath(name)}#worlds`} aria-current={name === place.world ? 'true' : undefined}>
                    {worldTitle(name)}
                  </a>
                  {name === place.world && <span class="sub"> this one</span>}
                </td>
                <td data-label="Its time">{moment(now)}</td>
                <td data-label="Last used">{moment(used)}</td>
                <td>
                  {name !== '' && name !== place.world && (
                    <ConfirmButton
                      label="Remove"
                      describes={`Remove the world ${name}`}
                      question={`Remove the world ${name} and everything in it?`}
                      onConfirm={() => remove(name)}
                    />
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {more}
      </div>
      <NewWorld />
    </Panel>
  )
}

function NewWorld() {
  const go = (event: SubmitEvent) => {
    const { world = '' } = fieldsOf(event)
    location.assign(worldPath(world))
  }
  return (
    <form onSubmit={go}>
      <Field
        label="Name of a world"
        name="world"
        required
        pattern="[a-z0-9]([a-z0-9\-]{0,38}[a-z0-9])?"
        title="Lower-case letters, digits and hyphens, up to 40"
      />
      <button type="submit" class="primary">
        Go there
      </button>
    </form>
  )
}
