import { CannotVerify } from '../cannot-verify.ts'
import type { Values } from './people.ts'

/** What `--set` gives, once for the people and once for the addresses of hooks. */
export interface Settings {
  readonly people: Values
  readonly hooks: Values
}

/** Reads `people.ordinary.password=…` and `hooks.advanceClock.url=…`; no message quotes a value. */
export function readSettings(texts: readonly string[]): Settings {
  const people = new Map<string, string>()
  const hooks = new Map<string, string>()
  for (const text of texts) {
    const [, kind, path = '', value = ''] = /^(people|hooks)\.([\w.-]+)=([\s\S]*)$/.exec(text) ?? []
    if (kind === undefined)
      throw new CannotVerify(`--set takes people.NAME=VALUE or hooks.NAME.url=URL; it got ${nameIn(text)}`)
    const values = kind === 'people' ? people : hooks
    values.set(path, value)
  }
  return { people, hooks }
}

function nameIn(text: string): string {
  const equals = text.indexOf('=')
  return equals < 0 ? 'something without =' : `"${text.slice(0, equals)}=…"`
}
