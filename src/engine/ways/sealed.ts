import type { Scope } from '../../store/scope.ts'
import type { Secret, Secrets } from '../../store/secrets.ts'
import type { ServedWay } from './way-rules.ts'

type Place = Pick<Scope, 'api' | 'keys' | 'world'>

/** What the ledger keeps of a credential that can be shown again. */
export function sealedData(plain: string, kind: string, subject: string, scope: Place) {
  return { sealed: scope.keys.seal(plain, sealedFor(kind, subject, scope)) }
}

/** A sealed credential that was moved to another API, world, kind or account opens nowhere. */
function sealedFor(kind: string, subject: string, { api, world }: Place): string {
  return `${api} ${kind.replaceAll('-', ' ')} ${world} ${subject}`
}

/** A credential that is shown always. */
interface ShownAlways {
  readonly plain: string
  readonly secret: Secret
}

/** The oldest live credential of a way that an account has, as it was issued; undefined if it has none, or none that is kept sealed. */
export async function shownAgain(
  { life }: ServedWay,
  subject: string,
  { secrets, scope }: { readonly secrets: Secrets; readonly scope: Place },
): Promise<ShownAlways | undefined> {
  const { name } = life.credential
  if (life.shown !== 'always') return undefined
  const [secret] = await secrets.list(name, subject)
  const { sealed } = secret?.data ?? {}
  if (!secret || typeof sealed !== 'string') return undefined
  return { plain: scope.keys.unseal(sealed, sealedFor(name, subject, scope)), secret }
}

/** By way, the credentials of an account that are shown always; null for one that it has not. */
export async function credentialsShown(
  ways: readonly ServedWay[],
  subject: string,
  ledger: { readonly secrets: Secrets; readonly scope: Place },
): Promise<Readonly<Record<string, string | null>>> {
  const always = ways.filter(({ life }) => life.shown === 'always')
  const entries = await Promise.all(
    always.map(async (way) => [way.name, (await shownAgain(way, subject, ledger))?.plain ?? null] as const),
  )
  return Object.fromEntries(entries)
}
