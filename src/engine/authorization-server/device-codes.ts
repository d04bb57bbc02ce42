import { type Clock, minute, second } from '../../auth/clock.ts'
import { keyedCode } from '../../auth/one-time-password.ts'
import type { Random } from '../../auth/secret.ts'
import type { Context } from '../../served/api.ts'
import type { Found, Secret, Secrets } from '../../store/secrets.ts'
import type { Policy } from './policy.ts'

/** The kinds of the ledger: what the device polls with, what is typed, and what was decided. */
const kinds = { device: 'device-code', user: 'user-code', decision: 'device-decision' } as const

export const deviceLifetime = 10 * minute
/** Seconds between two polls; what RFC 8628, 3.2 has as the default. */
export const pollInterval = 5

/** Letters that cannot be taken for others and make no words (RFC 8628, 6.1). */
const letters = 'BCDFGHJKLMNPQRSTVWXZ'
const codeLength = 8

/** Bytes from here on would favor some letters. */
const fair = Math.floor(256 / letters.length) * letters.length

function newUserCode(random: Random): string {
  let code = ''
  while (code.length < codeLength) {
    const [drawn = 0] = random(1)
    if (drawn < fair) code += letters[drawn % letters.length]
  }
  return `${code.slice(0, 4)}-${code.slice(4)}`
}

/** A typed code without blanks and dashes, in upper case (RFC 8628, 6.1). */
function normalised(typed: string): string {
  return typed.toUpperCase().replaceAll(/[^A-Z]/g, '')
}

/** The code is short, so a plain hash would not protect it. */
function kept(userCode: string, { keys, store }: Pick<Context, 'keys' | 'store'>): string {
  const { world, api } = store.scope
  return keyedCode(keys.derive('user code'), normalised(userCode), `${world}/${api}`)
}

/** What the ledger keeps with both codes. */
interface DeviceData {
  readonly schemes: readonly string[]
  readonly scopes: readonly string[]
}

/** Issues the codes of one device: they are one family, and the public name of one is that of the other. */
export async function issueDeviceCodes(
  client: string,
  scopes: readonly string[],
  { schemes }: Policy,
  context: Context,
): Promise<{ readonly deviceCode: string; readonly userCode: string }> {
  const userCode = newUserCode(context.random)
  const data: DeviceData = { schemes, scopes }
  return context.store.secrets.atomically(async (secrets) => {
    const common = { client, lifetime: deviceLifetime, data: { ...data } }
    const { plain, secret } = await secrets.issue({ ...common, kind: kinds.device })
    const { id, family } = secret
    await secrets.issue({ ...common, kind: kinds.user, id, family, secret: kept(userCode, context) })
    return { deviceCode: plain, userCode }
  })
}

export async function findUserCode(
  typed: string,
  secrets: Secrets,
  context: Pick<Context, 'keys' | 'store'>,
): Promise<Found | undefined> {
  return secrets.find(kinds.user, kept(typed, context))
}

/** Records the decision: the account that agreed, or undefined for a refusal. Call it within a unit. */
export async function decide(
  secrets: Secrets,
  userCode: Secret,
  subject: string | undefined,
  clock: Clock,
): Promise<void> {
  const { id, family, client = '', expires = 0 } = userCode
  await secrets.end(userCode, 'consumed')
  const lifetime = expires - clock()
  await secrets.issue({
    kind: kinds.decision,
    secret: id,
    id,
    family,
    client,
    lifetime,
    ...(subject !== undefined && { subject }),
  })
}

export async function findDeviceCode(deviceCode: string, secrets: Secrets): Promise<Found | undefined> {
  return secrets.find(kinds.device, deviceCode)
}

/** What was decided about a device; undefined while nothing is. */
export async function findDecision({ id }: Secret, secrets: Secrets): Promise<Found | undefined> {
  return secrets.find(kinds.decision, id)
}

/** Whether a device asks again too soon. */
export function pollsTooSoon({ id }: Secret, { store }: Pick<Context, 'store'>): boolean {
  return store.memoryLimits.take({ what: 'device poll', name: id, most: 1, span: pollInterval * second }) > 0
}
