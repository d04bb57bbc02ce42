import { millisecondsOf } from '../../ways/duration.ts'
import { inconclusively } from './control.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import {
  byOtherClient,
  cannotRenew,
  isAlive,
  isDead,
  type Login,
  loggedIn,
  loginsOf,
  needsOfOtherClient,
  refreshOf,
  secretOf,
  withRefresh,
} from './logins.ts'
import type { Plan } from './plan.ts'
import type { Rule } from './rule.ts'
import { type DerivedProbe, type Held, inputsOf, renewed } from './session.ts'
import { personOf } from './sources.ts'

const shared = { section: 'B', severity: 'contract', tags: ['rotation'] } as const

const renews: Rule = {
  ...shared,
  id: 'renewed-works',
  says: 'A renewal brings another credential that is accepted, and another refresh token where they rotate.',
  rfcs: ['RFC 6749, 6'],
  clauses: ['x-ways, renew', 'x-lifecycle, refresh.rotation'],
}

const usedOnce: Rule = {
  ...shared,
  id: 'refresh-token-used-once',
  says: 'A refresh token that rotates is refused once it was used; within the declared grace that does no harm.',
  rfcs: ['RFC 9700, 4.14.2'],
  clauses: ['x-lifecycle, refresh.rotation', 'x-lifecycle, refresh.grace'],
}

const oldAccessEnds: Rule = {
  ...shared,
  id: 'old-access-ends',
  says: 'A renewal ends the credential before it.',
  rfcs: [],
  clauses: ['x-lifecycle, refresh'],
}

const reuseRevokes: Rule = {
  ...shared,
  tags: ['rotation', 'revocation'],
  id: 'reuse-revokes-family',
  says: 'Using a refresh token again ends everything that descends from its login, and no other login.',
  rfcs: ['RFC 9700, 4.14.2'],
  clauses: ['x-lifecycle, refresh.reuse'],
}

const olderReuse: Rule = {
  ...reuseRevokes,
  id: 'older-reuse-revokes-family',
  says: 'A refresh token that is no direct predecessor ends the family at once, without a grace.',
}

const boundToClient: Rule = {
  ...shared,
  tags: ['rotation', 'authorization'],
  id: 'renewal-bound-to-client',
  says: 'A refresh token is refused for a client that it was not issued to.',
  rfcs: ['RFC 6749, 6', 'RFC 6749, 10.4'],
  clauses: [],
}

/** Held by the check of the rule before it. */
const foreignIsHarmless: Rule = {
  ...boundToClient,
  id: 'foreign-renewal-is-harmless',
  says: 'A renewal by another client does no harm to the login that it was tried with.',
  rfcs: [],
}

const wrongKind: Rule = {
  ...shared,
  id: 'no-refresh-token',
  says: 'An access token or a changed refresh token renews nothing.',
  rfcs: ['RFC 6749, 10.4'],
  clauses: [],
}

const afterExpiry: Rule = {
  ...shared,
  tags: ['rotation', 'lifetime'],
  id: 'renewal-after-expiry',
  says: 'A refresh token works after its access token has expired.',
  rfcs: ['RFC 6749, 1.5'],
  clauses: [],
}

/** What a renewal promises. */
export function renewalChecks(plan: Plan): readonly DerivedCheck[] {
  return loginsOf(plan)
    .filter(({ way }) => way.renew)
    .flatMap((login) => drafts.flatMap((draft) => draft(plan, login) ?? []))
}

type Draft = (plan: Plan, login: Login) => DerivedCheck | undefined

/** One check of each rule, where the contract or a fact demands it. */
const drafts: readonly Draft[] = [
  (plan, login) =>
    check(plan, login, renews, 'renewed', async (probe) => {
      const first = await loggedIn(probe, plan, login)
      const second = await renewed(probe, plan, first)
      await isAlive(probe, plan, login, second)
      second.answer.holds('another credential', secretOf(second) !== secretOf(first), 'the same')
      if (!rotates(login)) return
      second.answer.holds('another refresh token', refreshOf(second) !== refreshOf(first), 'the same')
      await isAlive(probe, plan, login, await renewed(probe, plan, second))
    }),
  (plan, login) =>
    rotates(login)
      ? check(plan, login, usedOnce, 'used refresh token is refused', async (probe) => {
          const [first, second] = await pair(probe, plan, login)
          await cannotRenew(probe, plan, first)
          if (graceOf(login) > 0) await isAlive(probe, plan, login, await renewed(probe, plan, second))
        })
      : undefined,
  (plan, login) =>
    holdsFact(plan, login, oldAccessEnds)
      ? check(plan, login, oldAccessEnds, 'before a renewal is refused', async (probe) => {
          const [first] = await pair(probe, plan, login)
          await isDead(probe, plan, login, first)
        })
      : undefined,
  (plan, login) => {
    const grace = graceOf(login)
    if (!revokes(login)) return undefined
    return check(
      plan,
      login,
      reuseRevokes,
      'of a family whose refresh token comes again is refused',
      async (probe) => {
        const apart = await loggedIn(probe, plan, login)
        const [first, second] = await pair(probe, plan, login)
        if (grace > 0) await probe.hooks.advanceClock?.(grace + 1)
        await cannotRenew(probe, plan, first)
        await isDead(probe, plan, login, second)
        await cannotRenew(probe, plan, second)
        await isAlive(probe, plan, login, await renewed(probe, plan, apart))
      },
      grace > 0 ? ['advanceClock'] : [],
    )
  },
  (plan, login) =>
    revokes(login) && holdsFact(plan, login, olderReuse)
      ? check(
          plan,
          login,
          olderReuse,
          'of a family whose older refresh token comes again is refused',
          async (probe) => {
            const [first, second] = await pair(probe, plan, login)
            const third = await inconclusively(() => renewed(probe, plan, second))
            await cannotRenew(probe, plan, first)
            await isDead(probe, plan, login, third)
            await cannotRenew(probe, plan, third)
          },
        )
      : undefined,
  (plan, login) => {
    const needs = needsOfOtherClient(login.way)
    if (!needs) return undefined
    return check(
      plan,
      login,
      boundToClient,
      'renewed by another client is refused',
      async (probe) => {
        const held = await loggedIn(probe, plan, login)
        const { people } = byOtherClient(probe)
        const inputs = { ...held.known.inputs, ...inputsOf(login.way, people, personOf(people, login.who)) }
        await cannotRenew(probe, plan, { ...held, known: { ...held.known, inputs } })
        if (holdsFact(plan, login, foreignIsHarmless))
          await isAlive(probe, plan, login, await renewed(probe, plan, held))
      },
      needs,
    )
  },
  (plan, login) =>
    check(plan, login, wrongKind, 'renewed by what renews nothing is refused', async (probe) => {
      const held = await loggedIn(probe, plan, login)
      const refresh = refreshOf(held)
      for (const secret of [secretOf(held), refresh.slice(0, -4), `${refresh}AAAA`]) {
        await cannotRenew(probe, plan, withRefresh(held, secret))
      }
      await inconclusively(() => renewed(probe, plan, held))
    }),
  (plan, login) => {
    const lifetime = (millisecondsOf(login.way.lifecycle.credential?.lifetime) ?? 0) / 1_000
    if (!Number.isFinite(lifetime) || lifetime === 0 || !holdsFact(plan, login, afterExpiry)) return undefined
    return check(
      plan,
      login,
      afterExpiry,
      'renewed after it expired',
      async (probe) => {
        const held = await loggedIn(probe, plan, login)
        await probe.hooks.advanceClock?.(lifetime + 10)
        await isAlive(probe, plan, login, await renewed(probe, plan, held))
      },
      ['advanceClock'],
    )
  },
]

function check(
  plan: Plan,
  { way, credential, needs }: Login,
  rule: Rule,
  mode: string,
  run: (probe: DerivedProbe) => Promise<void>,
  further: DerivedCheck['needs'] = [],
): DerivedCheck {
  const operation = plan.find(way.renew?.operationId ?? '')
  return derived(plan, rule, { operation, title: `${credential} × ${mode}`, needs: [...needs, ...further], run })
}

/** A login and what it was renewed to. */
async function pair(probe: DerivedProbe, plan: Plan, login: Login): Promise<readonly [Held, Held]> {
  const first = await loggedIn(probe, plan, login)
  return [first, await inconclusively(() => renewed(probe, plan, first))]
}

function rotates({ way }: Login): boolean {
  return way.lifecycle.refresh?.rotation === 'always'
}

function revokes(login: Login): boolean {
  return rotates(login) && login.way.lifecycle.refresh?.reuse === 'revoke-family'
}

/** In seconds. */
function graceOf({ way }: Login): number {
  return (millisecondsOf(way.lifecycle.refresh?.grace) ?? 0) / 1_000
}

function holdsFact(plan: Plan, { way }: Login, { id }: Rule): boolean {
  return plan.facts(id, plan.find(way.renew?.operationId ?? '')).length > 0
}
