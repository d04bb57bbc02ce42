import { hour } from '../../auth/clock.ts'
import { randomUUID } from '../../contract/uuid.ts'
import type { Account, NewAccount } from '../../store/accounts.ts'
import { countFor } from '../../store/address-limits.ts'
import { atomically, type Unit } from '../../store/api-store.ts'
import { activationKind, activationLifetime, activationLink } from './activation.ts'
import { succeeded } from './envelope.ts'
import type { InnodataContext, InnodataHandlers } from './handlers.ts'
import { isActivated, newUser } from './user.ts'

/**
 * `POST /v1/users` (IN-19). A taken address gets the same answer for the same work (IN-58): a password is hashed and a
 * message written either way.
 */
export const createUser: InnodataHandlers['createUser'] = async ({ body }, context) => {
  const { store, hashing, random } = context
  const throttled = await countFor('signUpsPerAddress', context)
  if (throttled) return throttled
  const password = await hashing.run((passwords) => passwords.hash(body.password))
  if (typeof password !== 'string') return password
  const { email, name, demo = false } = body
  const id = randomUUID(random)
  const user = newUser({ id, email, name, password, isDemo: demo, activated: false })
  await atomically(store, (unit) => signUp(unit, user, context))
  return succeeded(random, 201, {
    activated: false,
    api_keys: { live: null, test: null },
    email,
    email_verified: false,
    id,
    is_demo: demo,
    name,
  })
}

async function signUp(unit: Unit, user: NewAccount, context: InnodataContext): Promise<void> {
  const owner = await unit.accounts.identify({ kind: 'login', value: user.email })
  if (owner && !isAbandoned(owner.account, context)) return tellOwner(unit, owner.account)
  if (owner) await unit.accounts.remove(owner.account.id)
  const account = await unit.accounts.create(user)
  if (account) await sendLink(unit, account, context)
}

/** Nobody followed the link while it worked (IN-59). */
function isAbandoned(account: Account, { clock }: InnodataContext): boolean {
  return !isActivated(account) && clock() >= account.created + activationLifetime
}

async function sendLink({ secrets, outbox }: Unit, { id, email }: Account, { place }: InnodataContext): Promise<void> {
  const { plain } = await secrets.issue({ kind: activationKind, subject: id, lifetime: activationLifetime })
  await outbox.send({
    channel: 'email',
    recipient: email,
    subject: 'Activate your account',
    body: `Follow this link within 24 hours to activate your account: ${activationLink(place, plain)}`,
  })
}

/** At most one notice per limit: repeated sign-ups must not fill the owner's mailbox. */
async function tellOwner({ rateLimits, outbox }: Unit, { id, email }: Account): Promise<void> {
  const wait = await rateLimits.take([{ what: 'notices of a taken address', name: id, most: 1, span: hour }])
  await outbox[wait > 0 ? 'withhold' : 'send']({
    channel: 'email',
    recipient: email,
    subject: 'Someone tried to sign up with your address',
    body: 'Your address has an account already, and nothing about it was changed. If this was you, log in instead.',
  })
}
