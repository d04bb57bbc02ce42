import type { Requests } from '../../conformance/cast.ts'
import type { Sent } from '../../conformance/request.ts'
import { meant } from '../../contract/nearest.ts'
import { CannotVerify } from '../cannot-verify.ts'

/** By operation, what a request to it consists of, as a file says it; not looked at yet. */
export type WrittenRequests = Readonly<Record<string, unknown>>

type Part = 'path' | 'query' | 'headers' | 'json' | 'form'

/** How each part of a request is read; texts and numbers alone, but for JSON. */
const parts: Readonly<Record<Part, (value: unknown, what: string) => Sent>> = {
  path: (value, what) => ({ path: scalars(value, what) }),
  query: (value, what) => ({ query: scalars(value, what) }),
  headers: (value, what) => ({ headers: Object.entries(scalars(value, what)) }),
  json: (value) => ({ json: value }),
  form: (value, what) => ({ form: scalars(value, what) }),
}

/** Reads `requests` of a file; throws a {@link CannotVerify} for an operation or a part that there is not. */
export function requestsOf(written: WrittenRequests, operations: readonly string[]): Requests {
  const entries = Object.entries(written).map(([operation, members]) => {
    if (!operations.includes(operation))
      throw new CannotVerify(
        `"requests" names the operation "${operation}", which the contract does not have${meant(operation, operations)}`,
      )
    const request = requestOf(members, `requests.${operation}`)
    return [operation, () => request] as const
  })
  return Object.fromEntries(entries)
}

function requestOf(members: unknown, what: string): Sent {
  const known = Object.keys(parts)
  const all = Object.entries(objectOf(members, what)).map(([name, value]) => {
    if (!known.includes(name))
      throw new CannotVerify(
        `"${what}" has the unknown part "${name}"${meant(name, known)}; it may have ${known.join(', ')}`,
      )
    return parts[name as Part](value, `${what}.${name}`)
  })
  return Object.assign({}, ...all) as Sent
}

function scalars(value: unknown, what: string): Readonly<Record<string, string>> {
  const entries = Object.entries(objectOf(value, what)).map(([name, member]): [string, string] => {
    if (typeof member === 'string' || typeof member === 'number' || typeof member === 'boolean')
      return [name, String(member)]
    throw new CannotVerify(`"${what}.${name}" must be a text, a number, true or false`)
  })
  return Object.fromEntries(entries)
}

function objectOf(value: unknown, what: string): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new CannotVerify(`"${what}" must hold names and values`)
}
