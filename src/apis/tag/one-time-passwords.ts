import { day, second } from '../../auth/clock.ts'
import { isOneTimePassword, keyedCode, newOneTimePassword } from '../../auth/one-time-password.ts'
import { hashSecret, isSameSecret } from '../../auth/secret.ts'
import { normaliseLogin } from '../../contract/login-name.ts'
import type { Account } from '../../store/accounts.ts'
import type { Secret } from '../../store/secrets.ts'
import type { SignInAttempt } from '../../store/sign-in.ts'
import { type Address, isAddressOf } from './address.ts'
import type { TagContext } from './handlers.ts'
import { newDelegate } from './new-delegate.ts'

/** What of its context this needs. */
export type CodeContext = Pick<TagContext, 'store' | 'settings' | 'random' | 'keys'>

const kind = 'one-time-password'

/** How often a code may be guessed at before it is burnt (TG-60). */
const tries = { what: 'tries at one-time passwords', most: 5, span: day }

/**
 * Sends a new code, which voids the one before (TG-59). For an address nobody has the same is done, up to a message that
 * is not sent and a code that never holds: the answer, its time and the limits tell nobody apart (TG-14, TG-48).
 */
export async function sendOneTimePassword(address: Address, context: CodeContext): Promise<void> {
  const { store, settings, random } = context
  const code = newOneTimePassword(random)
  const isSent = await hasReader(address, context)
  const id = random(16).toString('hex')
  await store.secrets.issue({
    kind,
    id,
    secret: kept(code, id, address.name, context),
    subject: subjectOf(address.name),
    atMost: 1,
    lifetime: settings.otpLifetime * second,
    data: { isSent, address: address.written },
  })
  await store.rateLimits.restore({ ...tries, name: address.name })
  await store.outbox[isSent ? 'send' : 'withhold'](messageOf(code, address, settings.otpLifetime))
}

/** Whether somebody has the address and is not shut out, or anybody may. */
async function hasReader(address: Address, { store, settings }: CodeContext): Promise<boolean> {
  const found = await store.accounts.identify({ kind: 'login', value: address.name })
  if (!found) return settings.allowNewUsers
  return found.account.disabled === undefined && isAddressOf(found.account, address)
}

function messageOf(code: string, { channel, written }: Address, lifetime: number) {
  const minutes = Math.ceil(lifetime / 60)
  return {
    channel,
    recipient: written,
    subject: 'Your one-time password',
    body: `Your one-time password is ${code}. It works once, within ${minutes} minute${minutes === 1 ? '' : 's'}.`,
  }
}

/**
 * What a login with a name and six digits may be beside a password (TG-15). A wrong code costs the same and counts the
 * same whether or not one is on its way (TG-85).
 */
export function redemption(login: string, code: string, context: CodeContext): SignInAttempt['alternative'] {
  if (!context.settings.otpEnabled || !isOneTimePassword(code)) return undefined
  const name = normaliseLogin(login)
  return async (account) => {
    if ((await context.store.rateLimits.take([{ ...tries, name }])) > 0) return undefined
    const pending = await findPending(name, code, context)
    if (!pending || !(await context.store.secrets.end(pending, 'consumed'))) return undefined
    return account ?? register(String(pending.data.address), context)
  }
}

async function findPending(name: string, code: string, context: CodeContext): Promise<Secret | undefined> {
  const pending = (await context.store.secrets.list(kind, subjectOf(name))).at(-1)
  if (pending?.data.isSent !== true) return undefined
  return isSameSecret(pending.hash, hashSecret(kept(code, pending.id, name, context))) ? pending : undefined
}

/** The first login of an unknown address makes its account (TG-13, TG-48). */
async function register(address: string, { store, settings }: CodeContext): Promise<Account | undefined> {
  return settings.allowNewUsers ? store.accounts.create(newDelegate(address)) : undefined
}

/** The account that a secret acts for. A one-time password acts for the account with its address. */
export function subjectShownOf(secret: Secret): string | null {
  return secret.kind === kind ? String(secret.data.address) : (secret.subject ?? null)
}

/** Codes belong to an address, which may be nobody's yet, and not to an account. */
function subjectOf(name: string): string {
  return `address ${name}`
}

function kept(code: string, id: string, name: string, { keys }: CodeContext): string {
  return keyedCode(keys.derive('tag one-time password'), code, `${id} ${name}`)
}
