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
          {typeof value === 'object' ? (
            <textarea
              {...common}
              rows={Math.max(2, textOf(value).split('\n').length)}
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
        {isLines(value) && ', one a line'}
        {isJson(value) && ', as JSON'}
      </p>
    </li>
  )
}

/** Texts are shown one a line; other lists, objects and null as JSON. */
function isLines(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}

function isJson(value: unknown): boolean {
  return typeof value === 'object' && !isLines(value)
}

function textOf(value: unknown): string {
  if (isLines(value)) return value.join('\n')
  return isJson(value) ? JSON.stringify(value, null, 2) : String(value)
}

/** What a text means where a value of that kind stood. */
function parsed(text: string, former: unknown): unknown {
  if (isJson(former)) return json(text)
  if (isLines(former))
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
  return typeof former === 'number' ? Number(text) : text
}

/** What is no JSON is sent as a text, for the server to say what is wrong. */
function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
