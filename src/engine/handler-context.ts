import type { Clock } from '../auth/clock.ts'
import type { Random } from '../auth/secret.ts'
import type { Address } from '../contract/address.ts'
import type { Reply } from '../contract/handler.ts'
import type { Refusal } from '../contract/refusal.ts'
import type { Api, Context, SandboxControls } from '../served/api.ts'
import type { Account } from '../store/account.ts'
import { atomically } from '../store/api-store.ts'
import type { NewResource, Resource, Resources } from '../store/resources.ts'
import type { Secret, Secrets } from '../store/secrets.ts'
import type { Caller } from './caller.ts'
import type { EngineContract } from './engine-contract.ts'
import { issueFor } from './ways/issue.ts'
import { credentialKind } from './ways/way-life.ts'
import type { ServedWay } from './ways/way-rules.ts'

export type { Account } from '../store/account.ts'
export type { Resource } from '../store/resources.ts'

/**
 * What a handler of one's own works with, in addition to its request: `export const handlers` of a handlers file. Everything
 * is of one API in one world. A handler whose operation takes a credential also has the `caller`.
 */
export interface HandlerContext<Settings = Readonly<Record<string, unknown>>> {
  /** The account that the credential of the request acts for; undefined without one, and for a client that acts for itself. */
  readonly account: Account | undefined
  /** Milliseconds since 1970 by the clock of the world, which tests move. */
  readonly clock: Clock
  /** Random bytes. */
  readonly random: Random
  /** The settings of the contract, as they are now. */
  readonly settings: Settings
  /** Where the request was sent to, for links that lead back. */
  readonly place: Address
  /** What only this API keeps. */
  readonly store: OwnData
  /** Issues the credential of a way for an account, without a login. */
  issue(way: string, account: Account): Promise<IssuedToAccount>
  /** Revokes the credentials of an account, all or those of one way; the number of them. */
  revoke(which: { readonly account: Account; readonly way?: string }): Promise<number>
}

/** A credential that was issued; this is the only time that it can be read. */
interface IssuedToAccount {
  readonly credential: string
  /** Only of a way that can be renewed. */
  readonly refresh: string | undefined
  /** Milliseconds since 1970; undefined for never. */
  readonly expires: number | undefined
}

/** The data of an API: things of several kinds, each with a name that no other of its kind has, and an owner. */
interface OwnData {
  /** Undefined, and nothing changed, if one of the kind has that name. */
  create(thing: NewResource): Promise<Resource | undefined>
  /** Those of a kind, oldest first: of one owner, or made since a moment. */
  list(kind: string, only?: { readonly owner?: string; readonly since?: number }): Promise<readonly Resource[]>
  /** Removes those of a kind that were made before a moment; the number of them. */
  removeBefore(kind: string, moment: number): Promise<number>
  /** Does several things as one: all of them happen, or none, and nothing else in between. */
  atomically<Result>(work: (data: OwnData) => Promise<Result>): Promise<Result>
}

/** What may be done regularly, without a request: `export const purge` of a handlers file; the number of things removed. */
export type Purge = (context: Pick<HandlerContext, 'clock' | 'store'>) => Promise<number>

/** The callers of an API: whatever the scheme, an account or a client, and its credential. */
export type Callers<SchemeName extends string> = Readonly<Record<SchemeName, Caller>>

/** A handler once its types are forgotten. */
type ErasedHandler = (...given: readonly [request: never, context: never]) => Reply | Refusal | Promise<Reply | Refusal>

/** What a handlers file exports. */
export interface HandlersFile {
  readonly handlers?: Readonly<Record<string, ErasedHandler>>
  readonly purge?: Purge
}

/** The handlers of a handlers file, as the server calls them. */
export function ownHandlers(
  engine: EngineContract,
  handlers: Readonly<Record<string, ErasedHandler>>,
): Api['handlers'] {
  return Object.fromEntries(
    Object.entries(handlers).map(([id, handler]): [string, Api['handlers'][string]] => [
      id,
      (request, context) => handler(request as never, contextOf(engine, context) as never),
    ]),
  )
}

/** The control that a purge is run by. */
export function purgeOf({ purge }: HandlersFile): Pick<SandboxControls, 'purge'> {
  return purge ? { purge: ({ store, clock }) => purge({ clock, store: ownData(store) }) } : {}
}

type ServedContext = Context & { readonly caller?: unknown }

function contextOf(engine: EngineContract, context: ServedContext): HandlerContext & { readonly caller?: unknown } {
  const { clock, random, settings, place, store, caller } = context
  const { account } = Object(caller) as Partial<Caller>
  return {
    ...{ account, caller, clock, random, settings, place },
    store: ownData(store),
    async issue(name, to) {
      const way = engine.wayNamed(name)
      const [issued] = await store.secrets.atomically((secrets) =>
        issueFor([way], { subject: to.id, account: to }, undefined, secrets, context),
      )
      const { plain: credential = '', secret } = issued?.credential ?? {}
      return { credential, refresh: issued?.refresh?.plain, expires: secret?.expires }
    },
    revoke: ({ account: { id: subject }, way }) =>
      store.secrets.atomically((secrets) =>
        way === undefined ? secrets.revokeAll({ subject }) : revokeOf(engine.wayNamed(way), subject, secrets),
      ),
  }
}

/** Ends what a way issued to an account: its credentials, and what renews them. */
async function revokeOf({ name, life }: ServedWay, subject: string, secrets: Secrets): Promise<number> {
  const isOf = ({ kind, data }: Secret) => (data.way === undefined ? kind !== credentialKind : data.way === name)
  let revoked = 0
  for (const kind of [life.credential.name, life.refresh.name])
    for (const secret of (await secrets.list(kind, subject)).filter(isOf)) if (await secrets.end(secret)) revoked += 1
  return revoked
}

/** The part of a store that handlers and purges see. */
export function ownData(store: Context['store']): OwnData {
  return {
    ...dataIn(store.resources),
    atomically: (work) => atomically(store, ({ resources }) => work(inside(resources))),
  }
}

/** Within something that is done as one, further things are part of it. */
function inside(resources: Resources): OwnData {
  const data: OwnData = { ...dataIn(resources), atomically: (work) => work(data) }
  return data
}

function dataIn(resources: Resources): Omit<OwnData, 'atomically'> {
  return {
    create: (thing) => resources.create(thing),
    list: (kind, only) => resources.list(kind, only),
    removeBefore: (kind, moment) => resources.removeBefore(kind, moment),
  }
}
