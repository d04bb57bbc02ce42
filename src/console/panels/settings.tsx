import { useEffect, useId, useState } from 'preact/hooks'
import { useConsole } from '../console-state.ts'
import type { Setting } from '../control.ts'
import { ApiPicker } from '../parts/api-picker.tsx'
import { Panel } from '../parts/panel.tsx'

/** The settings of an API in this world. */
export function Settings() {
  const { state, load } = useConsole()
  const { settings = [], apis = [] } = state.known
  const reloaded = apis.find(({ id }) => id === state.api)?.reload?.at
  useEffect(() => {
    if (state.api !== '') void load('settings')
  }, [state.api, load, reloaded])
  return (
    <Panel title="Settings" needs={['apis', 'settings']} tools={<ApiPicker />}>
      <ul class="settings">
        {settings.map((setting) => (
          <SettingRow key={`${state.api} ${setting.name}`} setting={setting} />
        ))}
      </ul>
    </Panel>
  )
}

function SettingRow({ setting: { name, value, description } }: { readonly setting: Setting }) {
  const { control, run, state } = useConsole()
  const id = useId()
  const [text, setText] = useState(textOf(value))
  const isChanged = text !== textOf(value)
  const save = (next: unknown) =>
    run(
      control.PATCH('/apis/{api}/settings', { params: { path: { api: state.api } }, body: { [name]: next } }),
      `${name} is changed`,
      'settings',
    )
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    void save(parsed(text, value))
  }
  const common = { id, value: text, 'aria-describedby': `${id}-note` }
  return (
    <li>
      <label for={id}>
        <code>{name}</code>
      </label>
      {typeof value === 'boolean' ? (
        <input id={id} type="checkbox" aria-describedby={`${id}-note`} checked={value} onChange={() => save(!value)} />
      ) : (
        <form onSubmit={submit}>
          {Array.isArray(value) ? (
            <textarea
              {...common}
              rows={Math.max(2, value.length)}
              spellcheck={false}
              onInput={({ currentTarget }) => setText(currentTarget.value)}
            />
          ) : (
            <input
              {...common}
              inputMode={typeof value === 'number' ? 'numeric' : 'text'}
              onInput={({ currentTarget }) => setText(currentTarget.value)}
            />
          )}
          <button type="submit" class={isChanged ? 'primary' : ''} disabled={!isChanged} aria-label={`Save ${name}`}>
            Save
          </button>
        </form>
      )}
      <p class="sub" id={`${id}-note`}>
        {description}
        {Array.isArray(value) && ', one a line'}
      </p>
    </li>
  )
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join('\n') : String(value)
}

/** What a text means where a value of that kind stood. */
function parsed(text: string, former: unknown): unknown {
  if (Array.isArray(former))
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
  return typeof former === 'number' ? Number(text) : text
}
