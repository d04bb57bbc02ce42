import type { Refusal } from '../contract/refusal.ts'
import type { HandlerContext, HandlersFile } from '../handlers/index.ts'
import type { Api, Context, SandboxControls } from '../served/api.ts'
import type { Secret, Secrets } from '../store/secrets.ts'
import { type Caller, dataOf } from './caller.ts'
import type { EngineContract } from './engine-contract.ts'
import { ownData } from './own-data.ts'
import { issueFor } from './ways/issue.ts'
import { credentialKind } from './ways/way-life.ts'
import type { ServedWay } from './ways/way-rules.ts'

type ServedContext = Context & { readonly caller?: unknown }

/** The handlers of a handlers file, as the server calls them. What one changed of its data before it threw is put back. */
export function ownHandlers(engine: EngineContract, { handlers = {} }: HandlersFile): Api['handlers'] {
  return Object.fromEntries(
    Object.entries(handlers).map(([id, handler]): [string, Api['handlers'][string]] => [
      id,
      async (request, context: ServedContext) => {
        const { data, undo } = ownData(context.store)
        const own = contextOf(engine, context, data)
        try {
          return await handler(request as never, own as never)
        } catch (error) {
          // Where it is the store that cannot serve, it cannot put anything back either, and that is what is said.
          await undo().catch(() => {})
          if (error instanceof NotSignedIn) return error.refusal
          throw error
        }
      },
    ]),
  )
}

/** The control that runs the purge of a handlers file. */
export function purgeOf({ purge }: HandlersFile): Pick<SandboxControls, 'purge'> {
  return purge ? { purge: ({ store, clock }) => purge({ clock, store: ownData(store).data }) } : {}
}

/** Ends a request whose handler needs an account. */
class NotSignedIn extends Error {
  override readonly name = 'NotSignedIn'
  readonly refusal: Refusal = { refusal: 'unauthenticated', challenge: [], fault: 'missing', finding: noAccount }
}

const noAccount = { is: 'misshapen', expected: 'a credential of an account' } as const

function contextOf(
  engine: EngineContract,
  context: ServedContext,
  data: HandlerContext['store'],
): HandlerContext & { readonly caller: unknown } {
  const { clock, random, settings, place, store } = context
  const caller = context.caller as Caller | undefined
  const account = caller?.account
  return {
    ...{ account, caller: caller && callerOf(caller), clock, random, settings, store: data },
    place: { world: place.world, origin: place.origin, mount: place.mount },
    signedIn() {
      if (!account) throw new NotSignedIn()
      return account
    },
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

function callerOf({ account, client, way, credential }: Caller) {
  const scopes = credential ? dataOf(credential).scopes : []
  return { account, client, way: way?.name, partition: way?.life.partition, scopes }
}

/** Ends what a way issued to an account: its credentials, and what renews them. */
async function revokeOf({ name, life }: ServedWay, subject: string, secrets: Secrets): Promise<number> {
  const isOf = ({ kind, data }: Secret) => (data.way === undefined ? kind !== credentialKind : data.way === name)
  let revoked = 0
  for (const kind of [life.credential.name, life.refresh.name])
    for (const secret of (await secrets.list(kind, subject)).filter(isOf)) if (await secrets.end(secret)) revoked += 1
  return revoked
}
