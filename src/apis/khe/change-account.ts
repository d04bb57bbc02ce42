import { Accounts } from '../../store/accounts.ts'
import { Outbox } from '../../store/outbox.ts'
import type { Scope } from '../../store/scope.ts'
import { Secrets } from '../../store/secrets.ts'
import type { Session } from './handlers.ts'

interface Changes {
  /** In lower case. */
  readonly email: string | undefined
  /** A PHC string. */
  readonly password: string | undefined
}

/**
 * Changes an account as one, all of it or nothing; the e-mail it has then, or why nothing was changed: another has the new
 * one, or the login that asked is over, which the change of somebody else may have ended since it was let in.
 */
export function changeAccount(
  scope: Scope,
  { account, token }: Session,
  changes: Changes,
): Promise<{ readonly email: string } | 'taken' | 'over'> {
  return scope.database.transaction(async (database) => {
    const part = { ...scope, database }
    const now = await new Accounts(part).find(account.id)
    if (!now || now.disabled !== undefined || !(await isLive(part, token))) return 'over'
    const { email = now.email, password } = changes
    if (email !== now.email && !(await changeEmail(part, now, email))) return 'taken'
    if (password !== undefined) await changePassword(part, { account, token }, password)
    return { email }
  })
}

async function isLive(scope: Scope, { kind, subject = '', hash }: Session['token']): Promise<boolean> {
  return (await new Secrets(scope).list(kind, subject)).some((other) => other.hash === hash)
}

/** Whoever had the address has to hear that it was changed, since key and token are all that it takes (KH-74). */
async function changeEmail(scope: Scope, account: Session['account'], email: string): Promise<boolean> {
  if (!(await new Accounts(scope).setEmail(account, email))) return false
  await new Outbox(scope).send({
    channel: 'email',
    recipient: account.email,
    subject: 'Your e-mail was changed',
    body: `Your account now has the e-mail ${email}. If you did not change it, write to us at once.`,
  })
  return true
}

/** Whoever got in with the old password is out; the login that changed it lives on (KH-73). */
async function changePassword(scope: Scope, { account, token }: Session, password: string): Promise<void> {
  await new Accounts(scope).setPassword(account.id, password)
  const secrets = new Secrets(scope)
  for (const kind of ['access-token', 'refresh-token']) {
    const others = (await secrets.list(kind, account.id)).filter(({ family }) => family !== token.family)
    for (const other of others) await secrets.end(other)
  }
}
