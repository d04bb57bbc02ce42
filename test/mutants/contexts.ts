import type { Clock } from '../../src/auth/clock.ts'
import { atClock } from '../../src/faults/fault-injection.ts'
import type { Context } from '../../src/served/api.ts'
import type { ApiStore } from '../../src/store/api-store.ts'

/** The context of a server with another idea of the time. */
function atTime<Given extends Context>(context: Given, clock: Clock): Given {
  return { ...context, clock, store: atClock(context.store, clock) }
}

/** The context of a server that is so many milliseconds behind, or ahead if negative. */
export function behind(milliseconds: number): <Given extends Context>(context: Given) => Given {
  return (context) => atTime(context, () => context.clock() - milliseconds)
}

/** The context with a part of the store in the place of another. */
export function storing(
  change: (store: ApiStore) => Partial<ApiStore>,
): <Given extends Context>(context: Given) => Given {
  return (context) => ({ ...context, store: { ...context.store, ...change(context.store) } })
}

/** The same object with some members in the place of its own; what is left works on the object itself. */
export function withMembers<Whole extends object>(whole: Whole, members: Partial<Whole>): Whole {
  return new Proxy(whole, {
    get(target, name) {
      if (name in members) return Reflect.get(members, name)
      const own: unknown = Reflect.get(target, name, target)
      return typeof own === 'function' ? own.bind(target) : own
    },
  })
}

/** The context of a request with other lines of one header field. */
export function withField<Given extends Context>(context: Given, name: string, values: readonly string[]): Given {
  return { ...context, fields: (asked) => (asked === name ? values : context.fields(asked)) }
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

/** A list that lets in more than it holds. */
export function listAdmitting(list: readonly string[], isAdmitted: (value: string) => boolean): readonly string[] {
  return Object.assign([...list], { includes: (value: unknown) => isAdmitted(String(value)) })
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
