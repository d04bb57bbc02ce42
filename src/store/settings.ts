import type { Row } from './database.ts'
import type { Scope } from './scope.ts'

/** The settings of an API by name; what each one means is its manifest's affair. */
export type SettingValues = Readonly<Record<string, unknown>>

/** The settings of one API in one world, held in memory: every request asks for some. */
export class Settings {
  readonly #scope: Scope
  #defaults: SettingValues
  #current: SettingValues

  constructor(scope: Scope, defaults: SettingValues) {
    this.#scope = scope
    this.#defaults = defaults
    this.#current = defaults
  }

  get current(): SettingValues {
    return this.#current
  }

  /** The settings of a contract that changed: new ones have their defaults, and what was changed stays. */
  async redefine(defaults: SettingValues): Promise<void> {
    this.#defaults = defaults
    await this.load()
  }

  async load(): Promise<void> {
    const { database, world, api } = this.#scope
    const rows = await database.all<Row & { name: string; value: string }>(
      'SELECT name, value FROM settings WHERE world = $1 AND api = $2',
      ...[world, api],
    )
    const stored = rows.map(({ name, value }) => [name, JSON.parse(value)] as const)
    this.#current = { ...this.#defaults, ...Object.fromEntries(stored.filter(([name]) => name in this.#defaults)) }
  }

  /** Changes the given ones; the others stay. */
  async change(values: SettingValues): Promise<void> {
    const { world, api } = this.#scope
    await this.#scope.database.transaction(async (database) => {
      for (const [name, value] of Object.entries(values)) {
        await database.run(
          `INSERT INTO settings (world, api, name, value) VALUES ($1, $2, $3, $4)
           ON CONFLICT (world, api, name) DO UPDATE SET value = $4`,
          ...[world, api, name, JSON.stringify(value)],
        )
      }
    })
    this.#current = { ...this.#current, ...values }
  }
}
