import { day } from '../../auth/clock.ts'
import { newSecret } from '../../auth/secret.ts'
import { newWorldSecret } from '../../auth/world-secret.ts'
import { randomUUID } from '../../contract/uuid.ts'
import type { Context } from '../../served/api.ts'
import type { Account } from '../../store/account.ts'
import type { NewSecret } from '../../store/secrets.ts'
import type { CredentialForm, Shown } from '../../ways/declarations.ts'
import { credentialJwt, usualClaims } from '../credential-jwt.ts'
import { shownValue } from '../values.ts'
import { patternOf } from './pattern.ts'

/** What credentials are made with, of one API in one world. */
export type IssuingContext = Pick<Context, 'clock' | 'keys' | 'random' | 'store'>

/** Whom a credential is made for. */
interface Bearer {
  readonly subject: string
  readonly account: Account | undefined
  readonly scopes: readonly string[]
}

/** What is made, and how. */
interface Wanted {
  readonly form: CredentialForm
  readonly lifetime: number | undefined
  /** Whether browsers keep it, which send the cookies of one world along to others. */
  readonly isCookie: boolean
}

type Made = Pick<NewSecret, 'lifetime'> & { readonly secret: string }

/** A JWT has to say when it expires. */
const longestOfJwt = 100 * 365 * day

/** A new credential of a form; a JWT expires by the second. */
export async function newText(wanted: Wanted, bearer: Bearer, context: IssuingContext): Promise<Made> {
  const { form, lifetime } = wanted
  if (typeof form === 'object' && 'jwt' in form)
    return credentialJwt(
      { claims: claimsFor(form.jwt.claims, bearer, context), lifetime: lifetime ?? longestOfJwt },
      context,
    )
  return { secret: randomText(wanted, context), ...(lifetime !== undefined && { lifetime }) }
}

function randomText({ form, isCookie }: Wanted, { keys, random, store }: IssuingContext): string {
  if (form === 'uuid') return randomUUID(random)
  const pattern = typeof form === 'object' && 'pattern' in form ? patternOf(form.pattern) : undefined
  if (pattern) return pattern.make(random)
  return isCookie ? newWorldSecret(random, keys.derive('cookies'), store.scope.world) : newSecret(random)
}

function claimsFor(
  declared: Readonly<Record<string, Shown | readonly Shown[]>> | undefined,
  { account, subject, scopes }: Bearer,
  { random }: IssuingContext,
): Readonly<Record<string, unknown>> {
  const usual = usualClaims(subject, scopes)
  if (!declared) return usual
  const known = { account, settings: {}, random }
  const claimOf = (shown: Shown | readonly Shown[]) =>
    Array.isArray(shown) ? shown.map((each: Shown) => shownValue(each, known)) : shownValue(shown as Shown, known)
  return {
    sub: usual.sub,
    ...Object.fromEntries(Object.entries(declared).map(([name, value]) => [name, claimOf(value)])),
  }
}
