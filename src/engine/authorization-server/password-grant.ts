import { signIn } from '../../store/sign-in.ts'
import { type GrantHandler, wantedScopes } from './grant.ts'
import { required } from './parameters.ts'
import { oauthError, Refused } from './refused.ts'
import { issueFamily } from './tokens.ts'

/** A user by name and password (RFC 6749, 4.3), where the contract still declares it. */
export const passwordGrant: GrantHandler = async ({ parameters, client, context, policy }) => {
  const [login, password] = [required(parameters, 'username'), required(parameters, 'password')]
  const scopes = wantedScopes(parameters, policy.userScopes, policy.scopes)
  const signedIn = await signIn(context, { login, password, address: context.address })
  const outcome =
    'refusal' in signedIn
      ? signedIn
      : await signedIn.commit(async ({ secrets }, account) => ({
          issued: await issueFamily(secrets, { client: client.id, subject: account.id, scopes }, policy),
          login: { account, authTime: context.clock() },
        }))
  if (!('refusal' in outcome)) return outcome
  if (outcome.refusal !== 'wrong-login') throw new Refused(outcome)
  throw oauthError('invalid_grant', 'The user name or the password is wrong', outcome.finding)
}
