import type { Clock } from '../../src/auth/clock.ts'
import { withField } from '../../src/broken/contexts.ts'
import { atClock } from '../../src/faults/fault-injection.ts'
import type { Context } from '../../src/served/api.ts'

export { listAdmitting, storing, withField, withMembers } from '../../src/broken/contexts.ts'

/** The context of a server with another idea of the time. */
function atTime<Given extends Context>(context: Given, clock: Clock): Given {
  return { ...context, clock, store: atClock(context.store, clock) }
}

/** The context of a server that is so many milliseconds behind, or ahead if negative. */
export function behind(milliseconds: number): <Given extends Context>(context: Given) => Given {
  return (context) => atTime(context, () => context.clock() - milliseconds)
}

/** The context of a request that has one header field under the name of another too. */
export function fieldAlsoAs(other: string, name: string, spelt: (value: string) => string = (value) => value) {
  return <Given extends Context>(context: Given): Given => {
    const values = context.fields(other).map(spelt)
    return values.length > 0 ? withField(context, name, values) : context
  }
}

/** The token of a Bearer header, however it is written; `''` without one. */
export function bearerOf({ fields }: Context): string {
  return fields('authorization')[0]?.replace(/^bearer +/i, '') ?? ''
}

/** What a language reads of a text if a NUL ends it. */
export function upToNul(text: string): string {
  return text.replace(/\0.*$/s, '')
}

/** The hash of a password, as a handler gets it. */
export async function hashed({ hashing }: Context, password: string): Promise<string> {
  return String(await hashing.run((passwords) => passwords.hash(password)))
}

/** The context of a server that does not limit what one network address may cause. */
export function withoutLimit(setting: string): <Given extends Context>(context: Given) => Given {
  return (context) => ({ ...context, settings: { ...context.settings, [setting]: 1_000_000 } })
}
