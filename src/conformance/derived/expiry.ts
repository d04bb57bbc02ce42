import { millisecondsOf } from '../../ways/duration.ts'
import { readOutput } from '../../ways/evaluate.ts'
import type { Answer } from '../answer.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { claimsOf } from './jwt.ts'
import { cannotRenew, isAlive, isDead, type Login, loggedIn, loginsOf, secretOf } from './logins.ts'
import type { Plan } from './plan.ts'
import type { Rule } from './rule.ts'
import { type DerivedProbe, fieldsOf, type Held, renewed } from './session.ts'

const shared = { section: 'B', severity: 'contract', tags: ['lifetime'] } as const

const expires: Rule = {
  ...shared,
  id: 'expires-as-promised',
  says: 'A credential is accepted until the end that was promised, however much it is used, and refused after it.',
  rfcs: ['RFC 6750, 3.1'],
  clauses: ['x-ways, expires', 'x-lifecycle, credential.lifetime'],
}

const idleEnds: Rule = {
  ...shared,
  id: 'idle-as-promised',
  says: 'A credential that is used within its idle time stays alive, and ends without use after it.',
  rfcs: [],
  clauses: ['x-lifecycle, credential.idle'],
}

const refreshEnds: Rule = {
  ...shared,
  tags: ['lifetime', 'rotation'],
  id: 'refresh-expires-as-promised',
  says: 'A refresh token works until its declared end without use, and not after it.',
  rfcs: ['RFC 6749, 5.2'],
  clauses: ['x-lifecycle, refresh.lifetime', 'x-lifecycle, refresh.idle'],
}

const familyEnds: Rule = {
  ...refreshEnds,
  id: 'refresh-ends-with-its-login',
  says: 'What is renewed ends with the lifetime of the login, however often it was renewed.',
}

/** By how many seconds an end may be off: answers take time, and clocks are read at different moments. */
const tolerance = 10
/** What a server may allow when it verifies a JWT, usually no more than a few minutes (RFC 7519, 4.1.4). */
const leeway = 180

/** When a credential and what renews it end. */
export function expiryChecks(plan: Plan): readonly DerivedCheck[] {
  return loginsOf(plan).flatMap((login) => [
    ...endOfCredential(plan, login),
    ...endOfIdle(plan, login),
    ...endOfRefresh(plan, login),
    ...endOfFamily(plan, login),
  ])
}

function endOfCredential(plan: Plan, login: Login): readonly DerivedCheck[] {
  const { way, credential, needs } = login
  const { lifetime, idle } = way.lifecycle.credential ?? {}
  if (lifetime === 'never' || (!way.expires && secondsOf(lifetime) === undefined)) return []
  const step = (secondsOf(idle) ?? Number.POSITIVE_INFINITY) - tolerance
  return [
    derived(plan, expires, {
      operation: plan.find(way.obtain?.operationId ?? ''),
      title: `${credential} × expired is refused everywhere`,
      needs: [...needs, 'advanceClock'],
      async run(probe) {
        const held = await loggedIn(probe, plan, login)
        await pass(probe, promisedBy(held) - tolerance, step, () => isAlive(probe, plan, login, held))
        await probe.hooks.advanceClock?.(2 * tolerance + (claimsOf(secretOf(held)) ? leeway : 0))
        await isDead(probe, plan, login, held)
      },
    }),
  ]
}

/** Lets time pass, never more at once than a step, and visits after each. */
async function pass(probe: DerivedProbe, seconds: number, step: number, visit: () => Promise<void>): Promise<void> {
  for (let left = seconds; left > 0; left -= step) {
    await probe.hooks.advanceClock?.(Math.min(step, left))
    await visit()
  }
}

function endOfIdle(plan: Plan, login: Login): readonly DerivedCheck[] {
  const { way, credential, needs } = login
  const idle = secondsOf(way.lifecycle.credential?.idle)
  if (idle === undefined) return []
  return [
    derived(plan, idleEnds, {
      operation: plan.find(way.obtain?.operationId ?? ''),
      title: `${credential} × idle for too long is refused`,
      needs: [...needs, 'advanceClock'],
      async run(probe) {
        const held = await loggedIn(probe, plan, login)
        await probe.hooks.advanceClock?.(idle - tolerance)
        await isAlive(probe, plan, login, held)
        await probe.hooks.advanceClock?.(idle + tolerance)
        await isDead(probe, plan, login, held)
      },
    }),
  ]
}

function endOfRefresh(plan: Plan, login: Login): readonly DerivedCheck[] {
  const { way, credential, needs } = login
  const { lifetime, idle } = way.lifecycle.refresh ?? {}
  const end = Math.min(secondsOf(lifetime) ?? Number.POSITIVE_INFINITY, secondsOf(idle) ?? Number.POSITIVE_INFINITY)
  if (!way.renew || !Number.isFinite(end)) return []
  return [
    derived(plan, refreshEnds, {
      operation: plan.find(way.renew.operationId),
      title: `${credential} × renewed by an expired refresh token is refused`,
      needs: [...needs, 'advanceClock'],
      async run(probe) {
        const [one, other] = [await loggedIn(probe, plan, login), await loggedIn(probe, plan, login)]
        await probe.hooks.advanceClock?.(end - tolerance)
        await renewed(probe, plan, one)
        await probe.hooks.advanceClock?.(2 * tolerance)
        await cannotRenew(probe, plan, other)
      },
    }),
  ]
}

function endOfFamily(plan: Plan, login: Login): readonly DerivedCheck[] {
  const { way, credential, needs } = login
  const { lifetime, idle } = way.lifecycle.refresh ?? {}
  const end = secondsOf(lifetime)
  const operation = way.renew && plan.find(way.renew.operationId)
  if (!operation || end === undefined || plan.facts(familyEnds.id, operation).length === 0) return []
  const step = Math.min(end / 2, (secondsOf(idle) ?? Number.POSITIVE_INFINITY) - tolerance)
  return [
    derived(plan, familyEnds, {
      operation,
      title: `${credential} × renewed after the end of its login is refused`,
      needs: [...needs, 'advanceClock'],
      async run(probe) {
        let held = await loggedIn(probe, plan, login)
        await pass(probe, end - tolerance, step, async () => {
          held = await renewed(probe, plan, held)
        })
        await probe.hooks.advanceClock?.(2 * tolerance)
        await cannotRenew(probe, plan, held)
      },
    }),
  ]
}

/** How many seconds an answer says that its credential lives, which has to be what the contract declares. */
function promisedBy({ way, answer }: Held): number {
  const { expires = {}, lifecycle } = way
  const declared = secondsOf(lifecycle.credential?.lifetime)
  const read = (expression: string) => readOutput(expression, { body: answer.body, headers: fieldsOf(answer) })
  const said = expires.in ? Number(read(expires.in)) : expires.jwt ? lifetimeOf(String(read(expires.jwt))) : undefined
  if (declared === undefined) return said ?? untilDate(answer, expires.at && read(expires.at))
  // An end that is a date is compared with no clock here: the server's need not be ours.
  if (said !== undefined) answer.holds(`an end in ${declared} seconds`, Math.abs(said - declared) <= tolerance, said)
  return said ?? declared
}

function lifetimeOf(jwt: string): number | undefined {
  const { exp, iat } = claimsOf(jwt) ?? {}
  return exp === undefined || iat === undefined ? undefined : exp - iat
}

/** Seconds from the answer's own date to the end that it says. */
function untilDate(answer: Answer, end: unknown): number {
  const seconds = (Date.parse(String(end)) - Date.parse(answer.header('date') ?? '')) / 1_000
  return Number.isFinite(seconds) ? seconds : answer.differs('the end of the credential', String(end))
}

/** The seconds of a declared duration that ends. */
function secondsOf(duration: string | undefined): number | undefined {
  const seconds = (millisecondsOf(duration) ?? Number.POSITIVE_INFINITY) / 1_000
  return Number.isFinite(seconds) ? seconds : undefined
}
