import type { CredentialForm, Lifecycle } from '../../ways/declarations.ts'
import { millisecondsOf } from '../../ways/duration.ts'
import type { FoundWay } from '../../ways/found.ts'

/** The lifecycle of the credentials of a way: what is declared, and what is assumed where nothing is. Times are milliseconds, undefined for never. */
export interface WayLife {
  readonly credential: TokenLife & { readonly description: string | undefined }
  readonly refresh: RefreshLife
  readonly ends: NonNullable<Lifecycle['ends']>
  readonly endedBy: NonNullable<Lifecycle['endedBy']>
  readonly atMost: number | undefined
  readonly atLimit: NonNullable<Lifecycle['atLimit']>
  readonly shown: NonNullable<Lifecycle['shown']>
  readonly issuedAt: NonNullable<Lifecycle['issuedAt']>
  readonly partition: string | undefined
  readonly cookie: NonNullable<Lifecycle['cookie']>
}

export interface TokenLife {
  /** Its kind in the ledger. */
  readonly name: string
  readonly form: CredentialForm
  readonly lifetime: number | undefined
  readonly idle: number | undefined
}

interface RefreshLife extends TokenLife {
  readonly rotation: 'always' | 'never'
  readonly reuse: 'revoke-family' | 'refuse'
  readonly grace: number
}

/** What is assumed of a way by its calls and their documented answers. */
interface AssumedLife {
  readonly lifetime: number
  readonly isJwt: boolean
  /** Whether the answer of a renewal has a place for the next refresh token. */
  readonly isRotating: boolean
}

/** The kind of a credential whose lifecycle has no name for it. */
export const credentialKind = 'credential'

const day = 86_400_000
const second = 1_000

/** What a way declares, completed by what is assumed of it. */
export function lifeOf(way: FoundWay, { lifetime, isJwt, isRotating }: AssumedLife): WayLife {
  const { credential = {}, refresh = {}, ...declared } = way.lifecycle
  const isLogin = way.obtain !== undefined || way.redirect !== undefined
  return {
    credential: {
      name: credential.name ?? credentialKind,
      description: credential.description,
      form: credential.form ?? (isJwt ? { jwt: { alg: 'HS256' } } : 'opaque'),
      // Nobody renews what is held from the start.
      lifetime: timeOf(credential.lifetime, isLogin ? lifetime : undefined),
      idle: timeOf(credential.idle, undefined),
    },
    refresh: {
      name: refresh.name ?? 'refresh-token',
      form: refresh.form ?? 'opaque',
      lifetime: timeOf(refresh.lifetime, 30 * day),
      idle: timeOf(refresh.idle, undefined),
      rotation: refresh.rotation ?? (isRotating ? 'always' : 'never'),
      reuse: refresh.reuse ?? 'revoke-family',
      grace: millisecondsOf(refresh.grace) ?? 10 * second,
    },
    ends: declared.ends ?? 'family',
    endedBy: declared.endedBy ?? (isLogin ? ['password-changed'] : []),
    atMost: declared.atMost,
    atLimit: declared.atLimit ?? 'end-oldest',
    shown: declared.shown ?? 'once',
    issuedAt: declared.issuedAt ?? (isLogin ? 'login' : 'action'),
    partition: declared.partition,
    cookie: declared.cookie ?? {},
  }
}

function timeOf(declared: string | undefined, otherwise: number | undefined): number | undefined {
  const time = millisecondsOf(declared) ?? otherwise
  return time === Number.POSITIVE_INFINITY ? undefined : time
}
