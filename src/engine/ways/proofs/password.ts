import { newSecret } from '../../../auth/secret.ts'
import type { Refusal } from '../../../contract/refusal.ts'
import type { Context } from '../../../served/api.ts'
import { type SignInAttempt, signIn } from '../../../store/sign-in.ts'
import { admission } from '../../admission.ts'
import type { Claim, NamedClient, Proven } from '../claim.ts'
import { grant, prepareGrant } from '../grant.ts'
import { mayEnter, notEntitled } from '../tenants.ts'

/**
 * A name with its password, or with a one-time password: two proofs in one field are one attempt. A one-time password in a
 * field of its own is no password, but costs as much to check.
 */
export async function byPassword(claim: Claim, client: NamedClient, context: Context): Promise<Proven | Refusal> {
  const { given, engine } = claim
  const login = given.login ?? given.tenant ?? given.subject ?? ''
  const signedIn = await signIn(context, {
    login,
    password: given.password ?? newSecret(context.random),
    address: context.address,
    admits: admission(engine.accounts),
    alternative: alternativeOf(claim, login, context),
  })
  if ('refusal' in signedIn) return signedIn
  // Where nothing else is one, the tenant is the name.
  const tenant = given.login === undefined ? undefined : given.tenant
  if (!mayEnter(engine.accounts, signedIn.account, tenant)) return notEntitled(signedIn.account, tenant)
  const prepared = await prepareGrant(claim, client, signedIn.account, context)
  return signedIn.commit(({ secrets }, account) => grant(claim, prepared, account, secrets, context))
}

function alternativeOf(
  { given, ways, redemptions }: Claim,
  login: string,
  context: Context,
): SignInAttempt['alternative'] {
  const code = given['one-time-password']
  if (code === undefined) return undefined
  const [redeem] = ways.flatMap(({ name }) => redemptions.get(name) ?? [])
  return redeem?.(login, code, context)
}
