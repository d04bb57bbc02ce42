import { cookieValues } from '../auth/cookies.ts'
import { carrierOf } from '../conformance/derived/damage.ts'
import type { SecurityScheme } from '../contract/document.ts'
import { nobody } from '../engine/caller.ts'
import type { Context, Reading } from '../served/api.ts'
import type { Account } from '../store/account.ts'
import { withField } from './contexts.ts'

/** Where the requests of a scheme carry its credential, with the name of its HTTP scheme if it has one. */
export interface Place {
  read(context: Context): string | undefined
  write(context: Context, text: string): Context
}

/** The place that a scheme names. */
export function placeOf({ type, in: where, name = '' }: SecurityScheme): Place {
  if (type === 'apiKey' && where === 'query') return inQuery(name)
  if (type === 'apiKey' && where === 'cookie') return inCookie(name)
  return inField(type === 'apiKey' ? name.toLowerCase() : 'authorization')
}

export function inField(name: string): Place {
  return {
    read: ({ fields }) => fields(name)[0],
    write: (context, text) => withField(context, name, [text]),
  }
}

export function inQuery(name: string): Place {
  return {
    read: ({ place }) => new URLSearchParams(place.search).get(name) ?? undefined,
    write: (context, text) => ({
      ...context,
      place: { ...context.place, search: `?${new URLSearchParams({ [name]: text })}` },
    }),
  }
}

function inCookie(name: string): Place {
  return {
    read: ({ fields }) => cookieValues(fields, name)[0],
    write: (context, text) => withField(context, 'cookie', [`${name}=${text}`]),
  }
}

/** A text without the name of an HTTP scheme in front of it. */
export function bare(text: string): string {
  return text.replace(/^\S+ +/, '')
}

/** The secret of a text: of a pair for HTTP Basic the password, or the name where that is empty. */
export function secretOf(scheme: SecurityScheme, text: string): string {
  if (carrierOf(scheme) !== 'basic') return bare(text)
  const pair = Buffer.from(bare(text), 'base64').toString()
  const at = pair.indexOf(':')
  return pair.slice(at + 1) || pair.slice(0, at)
}

/** Someone of the accounts of the world, who never proved anything. */
export async function somebody({ store }: Context): Promise<Reading<unknown>> {
  const [account] = await store.accounts.list({ limit: 1 })
  return acceptedFor(account)
}

export function acceptedFor(account: Account | undefined): Reading<unknown> {
  return { caller: { ...nobody, account } }
}
