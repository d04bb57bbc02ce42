import type { Parsed } from '../auth/authorization.ts'
import type { Challenges } from '../contract/challenge.ts'
import type { Context, Reading, SchemeReader } from '../served/api.ts'
import { faultOf } from '../served/fault.ts'
import type { Account } from '../store/account.ts'
import type { ApiSettings } from '../store/api-store.ts'
import type { Found } from '../store/secrets.ts'
import { isScopeLike } from '../ways/roles.ts'
import { type Caller, dataOf, nobody } from './caller.ts'
import type { Carrier, Presented } from './carrier.ts'
import { cookieReading, presentedBy } from './session-cookie.ts'
import { userFault } from './ways/basic-pair.ts'
import { chosenMisfit, type Lookup, lookupsOf, type Misfit, restFault } from './ways/lookups.ts'
import type { ServedWay } from './ways/way-rules.ts'

export type CredentialReader = SchemeReader<Caller, ApiSettings>

/** A scheme whose credentials are in the ledger. */
interface LedgerScheme {
  readonly name: string
  /** Whether operations require roles of it, which accounts have. */
  readonly hasRoles: boolean
  /** The ways that lead to its credential. */
  readonly ways: readonly ServedWay[]
}

/** A reader that looks credentials up in the ledger. */
export function ledgerReader(scheme: LedgerScheme, carrier: Carrier, challenge: Challenges): CredentialReader {
  const lookups = lookupsOf(scheme.ways)
  const read = async (sent: Parsed<Presented>, context: Context, scopes: readonly string[]) => {
    if (sent === 'missing' || sent === 'malformed') return { fault: sent }
    const seen = await look(lookups, sent, context)
    return 'way' in seen ? judge(seen, scheme, scopes, context) : seen
  }
  return {
    challenge,
    async read(context, scopes) {
      const sent = presentedBy(scheme.ways, carrier, context)
      return cookieReading(scheme.ways, await read(sent, context, scopes), sent, context)
    },
  }
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

/** A credential that the ledger knows, alive or dead. */
interface Seen {
  readonly found: Found
  readonly way: ServedWay | undefined
  readonly plain: string
}

type Unusable = Extract<Reading<Caller>, { fault: unknown }>

/** The live credential among what was sent; else the dead one, or why it is none. */
async function look(lookups: readonly Lookup[], sent: Presented, context: Context): Promise<Seen | Unusable> {
  const misfits: Misfit[] = []
  let first: Seen | Unusable | undefined
  const tried = new Set<string>()
  let isFitting = false
  for (const lookup of lookups)
    for (const plain of lookup.textsIn(sent)) {
      if (lookup.ways.length === 0 && tried.has(`${lookup.kind} ${plain}`)) continue
      tried.add(`${lookup.kind} ${plain}`)
      const misfit = await lookup.misfit(plain, context)
      if (misfit) misfits.push(misfit)
      if (misfit && misfit.fault !== 'expired') continue
      isFitting ||= !misfit && lookup.ways.length > 0
      const finding = restFault(lookup, sent)
      const found = finding ? undefined : await context.store.secrets.find(lookup.kind, plain)
      const seen = finding
        ? ({ fault: 'malformed', finding } as const)
        : found && lookup.isOf(found.secret)
          ? await seenBy(lookup, { found, plain, misfit }, sent, context)
          : undefined
      if (seen && 'way' in seen && seen.found.state === 'active') return seen
      first ??= seen
    }
  const misfit = isFitting ? undefined : chosenMisfit(misfits)
  if (first || !misfit) return first ?? { fault: 'unknown' }
  const { isMeant: _, ...unusable } = misfit
  return unusable
}

interface FoundText {
  readonly found: Found
  readonly plain: string
  readonly misfit: Misfit | undefined
}

async function seenBy(
  { ways }: Lookup,
  { found, plain, misfit }: FoundText,
  sent: Presented,
  { store }: Context,
): Promise<Seen | Unusable> {
  // A token says of itself when it ends, however the ledger has it.
  if (misfit) return { fault: 'expired', found }
  const named = dataOf(found.secret).way
  const way = ways.find(({ name }) => name === named) ?? ways[0]
  const finding = way && (await userFault(way, sent, found.secret.subject, store))
  return finding ? { fault: 'unknown', finding, found } : { found, way, plain }
}

/** What a challenge can name (RFC 6749, 3.3). */
function isScopeToken(scope: string): boolean {
  return /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope)
}

async function judge(
  { found, way, plain }: Seen,
  { name, hasRoles }: LedgerScheme,
  wanted: readonly string[],
  { store }: Context,
): Promise<Reading<Caller>> {
  if (found.state !== 'active') return faultOf(found)
  const { schemes, scopes, set } = dataOf(found.secret)
  if (schemes && !schemes.includes(name)) return { fault: 'not-allowed', found } as const
  const { account, secret } = found
  await store.secrets.touch(secret)
  const has = (scope: string) => scopes.includes(scope) || account?.roles.includes(scope)
  const lacking = wanted.filter((scope) => !has(scope))
  const role = hasRoles && account && !lacking.some(isScopeLike) ? wrongRole(account, lacking) : undefined
  if (lacking.length > 0)
    return {
      refusal: 'forbidden',
      ...(wanted.every(isScopeToken) && { scope: wanted.join(' ') }),
      finding: role ?? ({ is: 'not-scoped', scopes, wanted } as const),
      found,
    } as const
  return { caller: { account, credential: secret, client: secret.client, way, plain }, set, found }
}

function wrongRole({ email, roles }: Account, wanted: readonly string[]) {
  return { is: 'wrong-role', subject: email, role: roles.join(' and '), wanted: wanted.join(' and ') } as const
}
