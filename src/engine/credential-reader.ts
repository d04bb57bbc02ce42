import type { Challenges } from '../contract/challenge.ts'
import type { Context, SchemeReader } from '../served/api.ts'
import { faultOf } from '../served/fault.ts'
import type { Account } from '../store/account.ts'
import type { ApiSettings } from '../store/api-store.ts'
import type { Found, Secret } from '../store/secrets.ts'
import { isScopeLike } from '../ways/roles.ts'
import type { Carrier } from './carrier.ts'
import { credentialKind } from './ways/way-life.ts'
import type { ServedWay } from './ways/way-rules.ts'

/** Who presents a credential of an API that is served by its contract. */
export interface Caller {
  /** Undefined for a client that acts for itself. */
  readonly account: Account | undefined
  readonly credential: Secret | undefined
  readonly client: string | undefined
  /** The way that the credential is of, where it is of one. */
  readonly way: ServedWay | undefined
  /** The credential as it was sent. */
  readonly plain: string | undefined
}

export type CredentialReader = SchemeReader<Caller, ApiSettings>

/** What the ledger keeps of a credential, in addition to whose it is. */
export interface CredentialData {
  readonly schemes: readonly string[]
  readonly scopes: readonly string[]
  /** What is common to credentials that are only good together. */
  readonly set?: string
}

/** What the ledger keeps of a credential of an own API. */
export function dataOf({ data }: Secret): CredentialData {
  return data as object as CredentialData
}

/** A scheme whose credentials are in the ledger. */
interface LedgerScheme {
  readonly name: string
  /** Whether operations require roles of it, which accounts have. */
  readonly hasRoles: boolean
}

/** A reader that looks credentials up in the ledger. */
export function ledgerReader(scheme: LedgerScheme, carrier: Carrier, challenge: Challenges): CredentialReader {
  return {
    challenge,
    async read(context, scopes) {
      const sent = carrier({ fields: context.fields, search: context.place.search })
      if (sent === 'missing' || sent === 'malformed') return { fault: sent }
      return judge(await firstFound(sent, context), scheme, scopes)
    },
  }
}

/** Who presents a value that is not looked up. */
export const nobody: Caller = {
  account: undefined,
  credential: undefined,
  client: undefined,
  way: undefined,
  plain: undefined,
}

/** A reader that is content with any value. */
export function presenceReader(carrier: Carrier, challenge: Challenges): CredentialReader {
  return {
    challenge,
    async read({ fields, place }) {
      const sent = carrier({ fields, search: place.search })
      if (sent === 'missing' || sent === 'malformed') return { fault: sent }
      return { caller: nobody }
    },
  }
}

/** A reader of a scheme that cannot be checked here: it closes what requires it. */
export function closedReader(scheme: string, why: string): CredentialReader {
  return {
    challenge: [],
    read: async () => ({
      refusal: 'forbidden',
      detail: `The security scheme ${scheme} cannot be checked here: ${why}`,
      finding: { is: 'unserved', scheme, why },
    }),
  }
}

async function firstFound(texts: readonly string[], { store }: Context): Promise<Found | undefined> {
  let first: Found | undefined
  for (const text of texts) {
    const found = await store.secrets.find(credentialKind, text)
    if (found?.state === 'active') return found
    first ??= found
  }
  return first
}

/** What a challenge can name (RFC 6749, 3.3). */
function isScopeToken(scope: string): boolean {
  return /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope)
}

function judge(found: Found | undefined, { name, hasRoles }: LedgerScheme, wanted: readonly string[]) {
  if (found?.state !== 'active') return faultOf(found)
  const { schemes, scopes, set } = dataOf(found.secret)
  if (!schemes.includes(name)) return { fault: 'not-allowed', found } as const
  const { account } = found
  const has = (scope: string) => scopes.includes(scope) || account?.role === scope
  const lacking = wanted.filter((scope) => !has(scope))
  const role = hasRoles && account && !lacking.some(isScopeLike) ? wrongRole(account, lacking) : undefined
  if (lacking.length > 0)
    return {
      refusal: 'forbidden',
      ...(wanted.every(isScopeToken) && { scope: wanted.join(' ') }),
      finding: role ?? ({ is: 'not-scoped', scopes, wanted } as const),
      found,
    } as const
  const caller = { account, credential: found.secret, client: found.secret.client, way: undefined, plain: undefined }
  return { caller, set, found }
}

function wrongRole({ email, role }: Account, wanted: readonly string[]) {
  return { is: 'wrong-role', subject: email, role, wanted: wanted.join(' and ') } as const
}
