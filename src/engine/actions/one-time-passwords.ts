import { day, minute } from '../../auth/clock.ts'
import { isOneTimePassword, keyedCode, newOneTimePassword } from '../../auth/one-time-password.ts'
import { hashSecret, isSameSecret, type Random } from '../../auth/secret.ts'
import { normaliseLogin } from '../../contract/login-name.ts'
import type { Context } from '../../served/api.ts'
import type { Account, NewAccount } from '../../store/accounts.ts'
import type { Secret } from '../../store/secrets.ts'
import type { SignInAttempt } from '../../store/sign-in.ts'
import { isAddressOf, type PersonAddress } from './address.ts'

/** What of its context this needs. */
export type CodeContext = Pick<Context, 'store' | 'settings' | 'random' | 'keys'>

/** How one-time passwords are made and redeemed; what is asked of the settings can change at any time. */
export interface CodeRules {
  readonly digits: number
  /** How often one may be guessed at. */
  readonly tries: number
  isEnabled(settings: Context['settings']): boolean
  /** Whether an address that nobody has gets one, and an account by using it. */
  creates(settings: Context['settings']): boolean
  /** In milliseconds. */
  lifetime(settings: Context['settings']): number
  /** The account of somebody of whom no more is known than an address. */
  newAccount(address: string, random: Random): NewAccount
}

/** What the ledger calls them. */
export const codeKind = 'one-time-password'

/**
 * Sends a new code, which voids the one before. For an address that nobody has the same is done, up to a message that is
 * not sent and a code that never works: the answer, its time and the limits tell nobody apart (OWASP ASVS 5.0, 6.3.8).
 */
export async function sendOneTimePassword(
  address: PersonAddress,
  rules: CodeRules,
  context: CodeContext,
): Promise<void> {
  const { store, settings, random } = context
  const code = newOneTimePassword(random, rules.digits)
  const isSent = await hasReader(address, rules, context)
  const id = random(16).toString('hex')
  const lifetime = rules.lifetime(settings)
  await store.secrets.issue({
    kind: codeKind,
    id,
    secret: kept(code, id, address.name, context),
    subject: subjectOf(address.name),
    atMost: 1,
    lifetime,
    data: { isSent, address: address.written },
  })
  await store.rateLimits.restore(triesOf(rules, address.name))
  await store.outbox[isSent ? 'send' : 'withhold'](messageOf(code, address, lifetime))
}

/** Whether somebody has the address and is not disabled, or anybody may. */
async function hasReader(address: PersonAddress, rules: CodeRules, { store, settings }: CodeContext): Promise<boolean> {
  const found = await store.accounts.identify({ kind: 'login', value: address.name })
  if (!found) return rules.creates(settings)
  return found.account.disabled === undefined && isAddressOf(found.account, address)
}

function messageOf(code: string, { channel, written }: PersonAddress, lifetime: number) {
  const minutes = Math.ceil(lifetime / minute)
  return {
    channel,
    recipient: written,
    subject: 'Your one-time password',
    body: `Your one-time password is ${code}. It works once, within ${minutes} minute${minutes === 1 ? '' : 's'}.`,
  }
}

/**
 * What a text that is typed with a name may be instead of a password. A wrong code costs the same and counts the same
 * whether or not one is on its way.
 */
export function redemption(
  login: string,
  code: string,
  rules: CodeRules,
  context: CodeContext,
): SignInAttempt['alternative'] {
  const { store, settings } = context
  if (!rules.isEnabled(settings) || !isOneTimePassword(code, rules.digits)) return undefined
  const name = normaliseLogin(login)
  return async (account) => {
    if ((await store.rateLimits.take([triesOf(rules, name)])) > 0) return undefined
    const pending = await findPending(name, code, context)
    if (!pending || !(await store.secrets.end(pending, 'consumed'))) return undefined
    return account ?? register(String(pending.data.address), rules, context)
  }
}

function triesOf({ tries }: CodeRules, name: string) {
  return { what: 'tries at one-time passwords', name, most: tries, span: day }
}

async function findPending(name: string, code: string, context: CodeContext): Promise<Secret | undefined> {
  const pending = (await context.store.secrets.list(codeKind, subjectOf(name))).at(-1)
  if (pending?.data.isSent !== true) return undefined
  return isSameSecret(pending.hash, hashSecret(kept(code, pending.id, name, context))) ? pending : undefined
}

/** The first login of an unknown address makes its account. */
async function register(
  address: string,
  { creates, newAccount }: CodeRules,
  { store, settings, random }: CodeContext,
): Promise<Account | undefined> {
  return creates(settings) ? store.accounts.create(newAccount(address, random)) : undefined
}

/** The account that a secret acts for. A one-time password acts for the account with its address. */
export function actsFor(secret: Secret): string | null {
  return secret.kind === codeKind ? String(secret.data.address) : (secret.subject ?? null)
}

/** Codes belong to an address, which may be nobody's yet, and not to an account. */
function subjectOf(name: string): string {
  return `address ${name}`
}

function kept(code: string, id: string, name: string, { keys, store }: CodeContext): string {
  return keyedCode(keys.derive(`${store.scope.api} one-time password`), code, `${id} ${name}`)
}
