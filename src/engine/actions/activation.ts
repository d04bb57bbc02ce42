import type { Context } from '../../served/api.ts'
import type { Account } from '../../store/accounts.ts'
import type { Unit } from '../../store/api-store.ts'
import type { Register } from '../../ways/declarations.ts'
import { millisecondsOf } from '../../ways/duration.ts'
import type { EngineContract } from '../engine-contract.ts'
import type { IssuingContext } from '../ways/issue.ts'
import { activatedBy, linkWith } from './activation-link.ts'
import { issueAt } from './issue-at.ts'
import { signUpLifetime } from './new-account.ts'

/** The kind of what is sent to activate an account. */
export const activationKind = 'activation'

/** Whether an account has to be activated before it can be used. */
export function isPending(engine: Pick<EngineContract, 'actions'>, { data }: Account): boolean {
  return signUpLifetime(engine) !== undefined && data.activated !== true
}

/** The account as it is once its address is known to be its owner's, with what it gets then. */
export async function activated(engine: EngineContract, account: Account, unit: Unit, context: IssuingContext) {
  const data = { ...account.data, activated: true }
  await unit.accounts.setData(account.id, data)
  await issueAt(engine, ['activate'], account, unit.secrets, context)
  return { ...account, data }
}

/** Sends what activates an account. */
export async function sendActivation(
  engine: EngineContract,
  { id, email }: Account,
  { lifetime, subject = 'Activate your account', body }: NonNullable<Register['pending']>,
  { secrets, outbox }: Unit,
  { place }: Pick<Context, 'place'>,
): Promise<void> {
  const wait = millisecondsOf(lifetime)
  const { plain } = await secrets.issue({
    ...{ kind: activationKind, subject: id },
    ...(wait !== undefined && Number.isFinite(wait) && { lifetime: wait }),
  })
  const redeemed = activatedBy(engine)
  const link = redeemed && linkWith(redeemed, plain, place)
  const usual = link === undefined ? 'Your code to activate your account: {code}' : usualBody
  const values = { '{link}': link ?? plain, '{code}': plain, '{email}': email }
  const text = (body ?? usual).replaceAll(/\{(?:link|code|email)\}/g, (name) => values[name as keyof typeof values])
  await outbox.send({ channel: 'email', recipient: email, subject, body: text })
}

const usualBody = 'Follow this link to activate your account: {link}'
