import { type Control, type Schemas, told } from './control.ts'

/** The settings of each API by name. */
export interface WorldSettings {
  get(api: string): Promise<Readonly<Record<string, unknown>>>
  /** The others stay as they are. */
  change(api: string, values: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>
}

export function settingsOf(control: Control): WorldSettings {
  const byName = (settings: readonly Schemas['Setting'][]) =>
    Object.fromEntries(settings.map(({ name, value }) => [name, value as unknown]))
  return {
    get: async (api) => {
      const { settings } = await told(control.GET('/apis/{api}/settings', { params: { path: { api } } }))
      return byName(settings)
    },
    change: async (api, body) => {
      const { settings } = await told(control.PATCH('/apis/{api}/settings', { params: { path: { api } }, body }))
      return byName(settings)
    },
  }
}
