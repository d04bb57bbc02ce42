import { attachAll } from './caller.ts'
import { type HeldCredential, isSame } from './credential.ts'
import type { Keeper } from './keeper.ts'
import type { Operation } from './operations.ts'
import { isPage } from './refusal.ts'
import { type Send, unlessAborted } from './transport.ts'
import type { ClientTables } from './ways.ts'

/** A credential as the wire carries it, or a function that yields one at each call. */
export type Credential = string | (() => string | undefined | Promise<string | undefined>)

interface SenderOptions {
  readonly tables: ClientTables
  /** The origin that credentials are for. */
  readonly home: () => string
  readonly credentials: Readonly<Record<string, Credential | undefined>>
  readonly keeper: () => Keeper | undefined
  readonly send: Send
}

/** What goes along with a request: credentials by scheme, and the one among them that can be renewed. */
interface Luggage {
  readonly credentials: Readonly<Record<string, string>>
  readonly keeper?: Keeper
  readonly held?: HeldCredential | undefined
}

/** Sends each operation what its contract asks for, and once more with another credential where the first is refused. */
export function createSender({ tables, home, credentials, keeper, send }: SenderOptions): Send {
  // Whoever may not do a thing may not do it with the next credential either; some APIs say 401 to that.
  const futile = new Map<Operation, HeldCredential>()
  const attached = (request: Request, { credentials: given }: Luggage) =>
    attachAll(request, given, tables.securitySchemes)

  return async (request, operation, fetch) => {
    if (new URL(request.url).origin !== home()) return send(request, operation, fetch)
    const first = await unlessAborted(pack(operation), request.signal)
    if (!first.keeper) return send(await attached(request, first), operation, fetch)
    // A body can be sent once (fetch), so that the second try needs its own.
    const { changes } = first.keeper
    const response = await send(await attached(request.clone(), first), operation, fetch)
    if (response.ok) first.keeper.accepted(changes)
    if (response.status !== 401 || isPage(response) || (first.held && isSame(futile.get(operation), first.held)))
      return response
    const held = await unlessAborted(first.keeper.instead(first.held), request.signal)
    if (!held) return response
    await response.body?.cancel()
    const second = await send(await attached(request, await withHeld(first.keeper, held, first)), operation, fetch)
    if (second.status === 401) futile.set(operation, held)
    return second
  }

  /** The first alternative that is complete. Where none is demanded (`{}`), nobody logs in for one. */
  async function pack({ security }: Operation): Promise<Luggage> {
    // Those that differ in their roles alone are one.
    const named = security.map((alternative) => Object.keys(alternative))
    const alternatives = [...new Map(named.map((schemes) => [schemes.join(), schemes])).values()]
    const isOptional = alternatives.some((schemes) => schemes.length === 0)
    for (const schemes of alternatives) {
      const luggage = schemes.length > 0 ? await packed(schemes, isOptional) : undefined
      if (luggage) return luggage
    }
    return { credentials: {} }
  }

  async function packed(schemes: readonly string[], isOptional: boolean): Promise<Luggage | undefined> {
    let luggage: Luggage = { credentials: {} }
    for (const scheme of schemes) {
      const value = await reveal(credentials[scheme])
      const kept = keeper()
      if (value !== undefined) luggage = { ...luggage, credentials: { ...luggage.credentials, [scheme]: value } }
      else if (kept?.scheme !== scheme) return undefined
      else {
        luggage = await withHeld(kept, await (isOptional ? kept.atHand() : kept.current()), luggage)
        if (!luggage.keeper && !(scheme in luggage.credentials)) return undefined
      }
    }
    return luggage
  }
}

async function withHeld(keeper: Keeper, held: HeldCredential | undefined, luggage: Luggage): Promise<Luggage> {
  const value = await keeper.wire(held)
  const credentials = value === undefined ? luggage.credentials : { ...luggage.credentials, [keeper.scheme]: value }
  return held || keeper.isUnseen ? { credentials, keeper, held } : { credentials }
}

async function reveal(credential: Credential | undefined): Promise<string | undefined> {
  return typeof credential === 'function' ? credential() : credential
}
