import { createClient } from '../../generated/sandbox/client.ts'
import type { components } from '../../generated/sandbox/schema.ts'
import type { Place } from './place.ts'

type Schemas = components['schemas']

export type Api = Schemas['Api']
export type Account = Schemas['Account']
export type Client = Schemas['Client']
export type Clock = Schemas['Clock']
export type Exchange = Schemas['Exchange']
export type Reload = Schemas['Reload'] & { readonly api: string }
export type Report = Schemas['Report']
export type Fault = Schemas['Fault']
export type NewFault = Schemas['NewFault']
export type Message = Schemas['Message'] & { readonly api: string }
export type Scenario = Schemas['Scenario']
export type Secret = Schemas['Secret'] & { readonly api: string }
export type Setting = Schemas['Setting']
export type World = Schemas['World']

/** Why something was not done; status 0 where nobody answered. */
export interface Problem {
  readonly status: number
  readonly detail: string
}

export type Answer<Value> = { readonly value: Value } | { readonly problem: Problem }

export type Control = ReturnType<typeof createControl>

/** The control API of a world, as its generated client speaks to it. */
export function createControl({ control }: Place, token: () => string | undefined) {
  return createClient({ baseUrl: control, credentials: { controlToken: token } })
}

interface Outcome<Value> {
  readonly data?: Value
  readonly error?: unknown
  readonly response: Response
}

/** What came of a call: its body, or the problem in the server's own words. Never rejects. */
export async function answerOf<Value>(call: Promise<Outcome<Value>>): Promise<Answer<Value>> {
  try {
    const { data, error, response } = await call
    if (response.ok) return { value: data as Value }
    return { problem: { status: response.status, detail: detailOf(error) ?? `It answered ${response.status}` } }
  } catch {
    return { problem: { status: 0, detail: 'The server does not answer. Is it running?' } }
  }
}

function detailOf(error: unknown): string | undefined {
  const detail = typeof error === 'object' && error !== null && 'detail' in error ? error.detail : undefined
  return typeof detail === 'string' ? detail : undefined
}
