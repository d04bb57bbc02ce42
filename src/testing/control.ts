import { createClient } from '../../generated/sandbox/client.ts'
import type { components } from '../../generated/sandbox/schema.ts'

export type Schemas = components['schemas']

/** Where a Latchkey server is, and how to reach it. */
export interface ServerAddress {
  /** `http://localhost:4000`. */
  readonly url: string
  /** The control token of a server off loopback. */
  readonly token?: string
  /** Instead of the global `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>
}

export type Control = ReturnType<typeof createClient>

/** The control API of one world; the default one for `''`. */
export function controlOf({ url, token, fetch }: ServerAddress, world: string): Control {
  return createClient({
    baseUrl: `${url.replace(/\/$/, '')}${world && `/~${world}`}/sandbox/v1`,
    ...(token !== undefined && { credentials: { controlToken: token } }),
    ...(fetch && { fetch }),
  })
}

/** The control API refused what was asked of it. */
export class ControlRefused extends Error {
  override readonly name = 'ControlRefused'
  readonly status: number

  constructor(status: number, detail: string) {
    super(detail)
    this.status = status
  }
}

interface Answered<Data> {
  readonly data?: Data
  readonly error?: unknown
  readonly response: Response
}

/** Nothing answers where a server was said to be; `cause` is what `fetch` threw. */
export class ServerNotFound extends Error {
  override readonly name = 'ServerNotFound'

  constructor(url: string, cause: unknown) {
    super(`No Latchkey server answers at ${url}; start one with "latchkey start"`, { cause })
  }
}

/** What was answered; throws {@link ControlRefused} with the detail of a refusal. */
export async function told<Data>(asking: Promise<Answered<Data>>): Promise<Exclude<Data, undefined>> {
  const { data, error, response } = await asking
  if (!response.ok)
    throw new ControlRefused(response.status, detailOf(error) ?? `The control API answered ${response.status}`)
  return data as Exclude<Data, undefined>
}

function detailOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('detail' in error)) return undefined
  return typeof error.detail === 'string' ? error.detail : undefined
}
