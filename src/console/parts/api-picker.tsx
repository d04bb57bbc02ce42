import { useId } from 'preact/hooks'
import { useConsole } from '../console-state.ts'
import type { Api } from '../control.ts'

/** Chooses the API that accounts, clients and settings are shown of. */
export function ApiPicker() {
  const { state, change } = useConsole()
  const id = useId()
  return (
    <span class="field inline">
      <label for={id}>API</label>
      <ApiSelect id={id} value={state.api} onPick={(api) => change({ to: 'choose', api })} />
    </span>
  )
}

interface ApiSelectProps {
  readonly id: string
  readonly value: string
  readonly onPick: (api: string) => void
  /** A first choice that is no API. */
  readonly none?: string
}

/** The APIs as a list to choose from, your own first. */
export function ApiSelect({ id, value, onPick, none }: ApiSelectProps) {
  const { apis = [] } = useConsole().state.known
  return (
    <select id={id} value={value} onChange={({ currentTarget }) => onPick(currentTarget.value)}>
      {none !== undefined && <option value="">{none}</option>}
      <Group label="Your APIs" apis={apis.filter(isOwn)} />
      <Group label="Built-in APIs" apis={apis.filter((api) => !isOwn(api))} />
    </select>
  )
}

function Group({ label, apis }: { readonly label: string; readonly apis: readonly Api[] }) {
  if (apis.length === 0) return null
  return (
    <optgroup label={label}>
      {apis.map((api) => (
        <option key={api.id} value={api.id}>
          {shortTitle(api)}
        </option>
      ))}
    </optgroup>
  )
}

/** Whether it was made of a contract that does not come with Latchkey. */
export function isOwn({ source }: Api): boolean {
  return source.kind === 'own'
}

/** The title without what those of the built-in APIs have in common. */
export function shortTitle({ title }: Api): string {
  return title.replace(/, authentication$/, '')
}

/** The short title of the API of that id. */
export function useApiTitle(): (id: string) => string {
  const { apis = [] } = useConsole().state.known
  return (id) => {
    const api = apis.find((each) => each.id === id)
    return api ? shortTitle(api) : id
  }
}
