import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { BlockList } from 'node:net'
import { failure, type HookAnswer } from './handlers.ts'

export interface HookOptions {
  /**
   * What callers send as `Authorization: Bearer SECRET`, at least 16 characters. Without it, only programs on the same
   * machine may call.
   */
  readonly secret?: string | undefined
  /** Whether the hooks may be there where NODE_ENV is `production`. Anyone who can call them can take over every account. */
  readonly allowInProduction?: boolean
  /** Default: `process.env`. */
  readonly environment?: Readonly<Record<string, string | undefined>>
}

const shortestSecret = 16

/** Throws where hooks must not be mounted. */
export function insistOnSafety({ secret, allowInProduction = false, environment = process.env }: HookOptions): void {
  if (environment.NODE_ENV === 'production' && !allowInProduction) {
    throw new Error(
      'Hooks for latchkey verify can take over every account, so they are not mounted where NODE_ENV is "production". ' +
        'Mount them in test environments only, or pass { allowInProduction: true }.',
    )
  }
  if (secret !== undefined && secret.length < shortestSecret)
    throw new Error(`The secret of the hooks must have at least ${shortestSecret} characters; it has ${secret.length}`)
}

/** Why a caller may not call; undefined if it may. */
export function refusalOf(request: IncomingMessage, { secret }: HookOptions): HookAnswer | undefined {
  return secret === undefined ? elsewhere(request) : unauthorized(request, secret)
}

function unauthorized({ headers }: IncomingMessage, secret: string): HookAnswer | undefined {
  const [, sent] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '') ?? []
  if (sent !== undefined && timingSafeEqual(digestOf(sent), digestOf(secret))) return undefined
  return failure(401, 'Send the secret of the hooks as "Authorization: Bearer SECRET"')
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/** A proxy, or a page in a browser on this machine, calls for somebody else. */
const onBehalf = ['origin', 'sec-fetch-site', 'forwarded', 'x-forwarded-for', 'x-real-ip', 'via'] as const

function elsewhere({ socket, headers }: IncomingMessage): HookAnswer | undefined {
  const address = socket.remoteAddress ?? ''
  const isHere = loopback.check(address) || loopback.check(address, 'ipv6')
  const forwarded = onBehalf.find((name) => headers[name] !== undefined)
  if (isHere && forwarded === undefined) return undefined
  const why = isHere ? `a request with the header "${forwarded}" comes from elsewhere` : 'this one came from elsewhere'
  return failure(403, `Without a secret, hooks can be called from the same machine only; ${why}. Pass { secret }.`)
}
