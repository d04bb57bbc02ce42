import { challenges } from '../../../generated/nebula-block/server.ts'
import { readBearer } from '../../auth/authorization.ts'
import { hour, second } from '../../auth/clock.ts'
import { claimsOf, type JwtRules, judgeJwt, signJwt } from '../../auth/jwt.ts'
import type { Finding } from '../../contract/finding.ts'
import type { Reading, SchemeReader } from '../../served/api.ts'
import { faultOf } from '../../served/fault.ts'
import type { Account } from '../../store/accounts.ts'
import type { Found, NewSecret } from '../../store/secrets.ts'
import type { NebulaContext, NebulaSettings } from './handlers.ts'

const issuer = 'nebula-block'

/** How long an access token lives (NB-04). */
const tokenLifetime = 2 * hour

/** How many live access tokens an account may have (NB-39). */
const tokensPerAccount = 100

/** NB-06 and NB-07. */
const apiKeyShape = /^ak_[A-Za-z0-9_-]{43}$/

const keyForm: Finding = { is: 'misshapen', expected: 'an API key: `ak_` and 43 characters' }
const tokenForm: Finding = { is: 'misshapen', expected: 'a JWT, nor has it the prefix `ak_` of an API key' }

/** Signs an access token (NB-13, NB-45) that works once it is issued: it is in the ledger, so that disabling the account acts at once. */
export async function signAccessToken(account: Account, context: NebulaContext) {
  const issued = Math.trunc(context.clock() / second)
  const roles = [account.role]
  const claims = {
    sub: account.email,
    roles,
    scopes: roles,
    iat: issued,
    exp: issued + tokenLifetime / second,
    jti: context.random(16).toString('base64url'),
  }
  return {
    kind: 'access-token',
    secret: await signJwt(claims, await jwtRules(context)),
    subject: account.id,
    lifetime: claims.exp * second - context.clock(),
    atMost: tokensPerAccount,
  } as const satisfies NewSecret
}

/** The one scheme of this API: an access token or an API key, told apart by the prefix alone (NB-06). */
export const bearer: SchemeReader<Account, NebulaSettings> = {
  challenge: challenges.bearer,
  async read(context) {
    const credential = readBearer(context.fields)
    if (credential === 'missing' || credential === 'malformed') return { fault: credential }
    return credential.startsWith('ak_') ? readApiKey(credential, context) : readAccessToken(credential, context)
  },
}

async function readApiKey(key: string, { store }: NebulaContext): Promise<Reading<Account>> {
  if (!apiKeyShape.test(key)) return { fault: 'malformed', finding: keyForm }
  return judge(await store.secrets.find('api-key', key))
}

async function readAccessToken(token: string, context: NebulaContext): Promise<Reading<Account>> {
  const rules = await jwtRules(context)
  const verdict = await judgeJwt(token, rules, context.clock)
  if (verdict === 'unknown') return { fault: verdict, finding: findingOf(token, rules) }
  const found = await context.store.secrets.find('access-token', token)
  return verdict === 'valid' ? judge(found) : { fault: verdict, found }
}

/** What is wrong with a token that is none of ours here. */
function findingOf(token: string, { audience }: JwtRules): Finding {
  const claims = claimsOf(token)
  if (!claims) return tokenForm
  const what = 'access token'
  return claims.aud === audience ? { is: 'forged', what } : { is: 'foreign', what, of: 'world' }
}

function judge(found: Found | undefined): Reading<Account> {
  return found?.state === 'active' && found.account ? { caller: found.account, found } : faultOf(found)
}

async function jwtRules({ keys, place }: NebulaContext): Promise<JwtRules> {
  return {
    key: await keys.hmacKey('nebula-block access token'),
    issuer,
    audience: `${issuer}${place.world && `~${place.world}`}`,
  }
}
