import { type Control, told } from './control.ts'

/** What a key of your own API is good for. */
export interface KeyOptions {
  /** A security scheme of the contract; default: the first one that is checked. */
  readonly scheme?: string
  /** Default: all scopes of the scheme. */
  readonly scopes?: readonly string[]
  /** Seconds until it expires; default: an hour for a bearer token and a year for anything else. */
  readonly lifetime?: number
}

/** Credentials that no login leads to. */
export interface Keys {
  /**
   * Issues a key where the vendor does so on a settings page, and for any security scheme of your own API. The owner is an
   * account of your API, by its id, login name or address, or a client by its id.
   */
  issue(api: string, owner: string, options?: KeyOptions): Promise<{ readonly id: string; readonly key: string }>
}

export function keysOf(control: Control): Keys {
  return {
    issue: (api, owner, { scopes, ...options } = {}) => {
      const body = { owner, ...options, ...(scopes && { scopes: [...scopes] }) }
      return told(control.POST('/apis/{api}/keys', { params: { path: { api } }, body }))
    },
  }
}
