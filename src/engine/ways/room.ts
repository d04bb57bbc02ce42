import { type RefusalFor, refuse } from '../../contract/refusal-causes.ts'
import type { NewSecret, Secret, Secrets } from '../../store/secrets.ts'
import { credentialKind } from './way-life.ts'
import type { ServedWay } from './way-rules.ts'

/** Whether a secret is of a way: one that does not say so has a kind that nothing else has. */
export function isOfWay({ name, life }: ServedWay, { kind, data }: Secret): boolean {
  if (kind !== life.credential.name) return false
  return data.way === undefined ? kind !== credentialKind : data.way === name
}

/** The refusal of a login that would lead to more live credentials than an account may have; within the unit that issues. */
export async function limitReached(
  ways: readonly ServedWay[],
  subject: string,
  secrets: Secrets,
): Promise<RefusalFor<'limit-reached'> | undefined> {
  for (const way of ways) {
    const { atMost, atLimit } = way.life
    if (atMost === undefined || atLimit !== 'refuse') continue
    if ((await livingOf(way, subject, secrets)).length >= atMost) return refuse('limit-reached', { limit: atMost })
  }
  return undefined
}

/** How many live ones of a kind an account may have, where no others have that kind. */
export function roomOf({ life }: ServedWay, subject: string | undefined): Pick<NewSecret, 'atMost'> {
  const { atMost, atLimit, credential } = life
  const isOwnKind = credential.name !== credentialKind
  return atMost !== undefined && atLimit === 'end-oldest' && isOwnKind && subject !== undefined ? { atMost } : {}
}

/** Ends the oldest logins that have to make room for one more, where demo credentials have the same kind. */
export async function makeRoom(way: ServedWay, subject: string | undefined, secrets: Secrets): Promise<void> {
  const { atMost, atLimit, credential } = way.life
  if (atMost === undefined || atLimit !== 'end-oldest' || credential.name !== credentialKind || subject === undefined)
    return
  const living = await livingOf(way, subject, secrets)
  for (const { family } of living.slice(0, Math.max(0, living.length + 1 - atMost))) await secrets.revokeAll({ family })
}

async function livingOf(way: ServedWay, subject: string, secrets: Secrets): Promise<readonly Secret[]> {
  return (await secrets.list(way.life.credential.name, subject)).filter((secret) => isOfWay(way, secret))
}
