import { hour } from '../../auth/clock.ts'
import { normaliseLogin } from '../../contract/login-name.ts'
import type { Account, NewAccount } from '../../store/accounts.ts'
import type { Unit } from '../../store/api-store.ts'

/** A sign-up with everything that was checked before. */
interface SignUp {
  readonly wanted: NewAccount
  readonly now: number
  /** Milliseconds within which it has to be activated; undefined where it does not have to be. */
  readonly pending: number | undefined
  readonly isSilent: boolean
}

/**
 * The account that is created; or that a name is taken, or the e-mail, whose owner was told where the client is not. A
 * sign-up that nobody activated while its link worked makes room.
 */
export async function signUp(
  unit: Unit,
  { wanted, now, pending, isSilent }: SignUp,
): Promise<Account | 'taken' | 'told'> {
  for (const identity of pending !== undefined || isSilent ? wanted.identities : []) {
    const owner = (await unit.accounts.identify(identity))?.account
    if (owner && pending !== undefined && isAbandoned(owner, pending, now)) await unit.accounts.remove(owner.id)
    else if (owner && isSilent && normaliseLogin(owner.email) === normaliseLogin(wanted.email)) {
      await tellOwner(unit, owner)
      return 'told'
    }
  }
  return (await unit.accounts.create(wanted)) ?? 'taken'
}

function isAbandoned({ data, created }: Account, pending: number, now: number): boolean {
  return data.activated !== true && now >= created + pending
}

/** At most one notice per hour: repeated sign-ups must not fill the owner's mailbox. */
async function tellOwner({ rateLimits, outbox }: Unit, { id, email }: Account): Promise<void> {
  const wait = await rateLimits.take([{ what: 'notices of a taken address', name: id, most: 1, span: hour }])
  await outbox[wait > 0 ? 'withhold' : 'send']({
    channel: 'email',
    recipient: email,
    subject: 'Someone tried to sign up with your address',
    body: 'Your address has an account already, and nothing about it was changed. If this was you, log in instead.',
  })
}
