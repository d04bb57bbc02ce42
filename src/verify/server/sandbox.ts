import { randomBytes } from 'node:crypto'
import { developmentConsent } from '../../conformance/development-consent.ts'
import type { Hooks } from '../../conformance/hooks.ts'
import { exchange, type Patience, type WireAnswer } from '../../conformance/http.ts'
import { toWire } from '../../conformance/request.ts'
import { sandboxHooks } from '../../conformance/sandbox-hooks.ts'
import { CannotVerify } from '../cannot-verify.ts'
import { textOf } from './base-address.ts'
import type { Place, Places } from './places.ts'
import { slowedDown } from './slowed-down.ts'

/** A Latchkey server, one of its APIs, and the token of its control API where it wants one. */
interface SandboxOptions {
  readonly sandbox: URL
  /** Where the API stands if it was said; where Latchkey has it otherwise. */
  readonly url: URL | undefined
  readonly api: string
  readonly basePath: string
  readonly controlToken: string | undefined
}

/** Worlds of a Latchkey server: each check gets one of its own, which is removed when the check is over. */
export async function sandboxPlaces(options: SandboxOptions, patience: Patience): Promise<Places> {
  const origin = originOf(options.sandbox)
  const headers = authorization(options.controlToken)
  const run = `verify-${randomBytes(4).toString('hex')}`
  await insistOnLatchkey(origin, headers, patience)
  await insistOnMemory(origin, run, headers, patience)
  const addressOf = addressing(options, origin)
  let count = 0
  return {
    base: addressOf(''),
    hooks: new Set(Object.keys(hooksOf('', [])) as (keyof Hooks)[]),
    hasWorlds: true,
    begin: async () => undefined,
    next: async () => {
      const world = `${run}-${count++}`
      const made = [world]
      return { url: addressOf(world), hooks: hooksOf(world, made), isOwn: true, close: () => removeAll(made) }
    },
  }

  function hooksOf(world: string, made: string[]): Place['hooks'] {
    return {
      ...sandboxHooks(`${origin}/~${world}/sandbox/v1`, options.api, headers),
      consent: developmentConsent,
      // The world goes when the check is over, and whatever it did with it.
      reset: async () => undefined,
      otherWorld: async (name) => {
        made.push(`${world}-${name}`)
        return addressOf(`${world}-${name}`)
      },
    }
  }

  async function removeAll(worlds: readonly string[]): Promise<void> {
    for (const world of worlds) await exchange(toWire(origin, 'DELETE', `/sandbox/v1/worlds/${world}`, { headers }))
  }
}

type Headers = readonly (readonly [string, string])[]

/** Where a Latchkey server is, whether or not the address is that of its control API. */
export function originOf(sandbox: URL): string {
  return textOf(sandbox).replace(/\/sandbox\/v1$/, '')
}

export function authorization(token: string | undefined): Headers {
  return token === undefined ? [] : [['Authorization', `Bearer ${token}`]]
}

/** Where the API stands in a world: below its path, or at the root of a host name of its own. */
function addressing({ url, api, basePath }: SandboxOptions, origin: string): (world: string) => string {
  const inWorld = (world: string) => (world === '' ? '' : `/~${world}`)
  if (!url) return (world) => `${origin}${inWorld(world)}/${api}${basePath}`
  const hasOwnHost = url.hostname.startsWith(`${api}.`)
  const path = url.pathname.replace(/^\/~[^/]+/, '').replace(/^\/$/, '')
  if (!hasOwnHost && path.split('/')[1] !== api) {
    throw new CannotVerify(
      `With --sandbox, --url must be where Latchkey has the API, ${origin}/${api}${basePath}, or be left out`,
    )
  }
  return (world) => `${url.origin}${inWorld(world)}${path}`
}

async function insistOnLatchkey(origin: string, headers: Headers, patience: Patience): Promise<void> {
  const address = `${origin}/sandbox/v1`
  const answer = await exchange(toWire(address, 'GET', '/worlds', { headers }), patience).catch((error: unknown) => {
    if (patience.signal?.aborted) throw error
    throw new CannotVerify(`No Latchkey server answers at ${origin}; start one with "latchkey start"`, { cause: error })
  })
  if (answer.status === 401)
    throw new CannotVerify(`The control API at ${address} wants its token: set LATCHKEY_CONTROL_TOKEN`)
  if (answer.status === 429) throw new CannotVerify(`The control API at ${address} ${slowedDown(answer)}`)
  if (!hasWorlds(answer))
    throw new CannotVerify(`There is no control API of a Latchkey server at ${address}: it answered ${answer.status}`)
}

/** The mocks have a control API too, which says that it removed what there is not. */
async function insistOnMemory(origin: string, world: string, headers: Headers, patience: Patience): Promise<void> {
  const { status } = await exchange(toWire(origin, 'DELETE', `/sandbox/v1/worlds/${world}`, { headers }), patience)
  if (status !== 204) return
  throw new CannotVerify(
    `${origin} is the port of the mocks, which keep no state: give --sandbox that of the server, 4000 unless said otherwise`,
  )
}

function hasWorlds({ status, text }: WireAnswer): boolean {
  if (status !== 200) return false
  try {
    const listed: unknown = JSON.parse(text)
    return typeof listed === 'object' && listed !== null && 'worlds' in listed && Array.isArray(listed.worlds)
  } catch {
    return false
  }
}
