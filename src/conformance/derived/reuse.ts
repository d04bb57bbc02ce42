import { millisecondsOf } from '../../ways/duration.ts'
import type { Need } from '../hooks.ts'
import { inconclusively } from './control.ts'
import { cannotRenew, isAlive, isDead, isStillAlive, type Login, loggedIn } from './logins.ts'
import type { Plan } from './plan.ts'
import type { RenewalDraft } from './renewal-draft.ts'
import { type DerivedProbe, type Held, renewed } from './session.ts'

const shared = { section: 'B', severity: 'contract', rfcs: ['RFC 9700, 4.14.2'] } as const

/** How long a predecessor may be repeated where nothing says it, in seconds. */
const undeclaredGrace = 60

/** What becomes of a refresh token that was used, and of what descends from it. */
export const reuse: readonly RenewalDraft[] = [
  {
    rule: {
      ...shared,
      tags: ['rotation'],
      id: 'used-refresh-token',
      says: 'A refresh token that rotates is refused after it was used and its grace is over.',
      clauses: ['x-lifecycle, refresh.rotation', 'x-lifecycle, refresh.grace'],
    },
    mode: 'renewed by a used refresh token is refused',
    applies: (_, login) => rotates(login),
    needs: needsOfGrace,
    async run(probe, plan, login) {
      const [first] = await pair(probe, plan, login)
      await graceOver(probe, login)
      await cannotRenew(probe, plan, first)
    },
  },
  {
    rule: {
      ...shared,
      tags: ['rotation'],
      id: 'replay-within-grace',
      says: 'The direct predecessor is refused within its grace, too, and trying does no harm.',
      clauses: ['x-lifecycle, refresh.grace'],
    },
    mode: 'renewed by a refresh token that was just used is refused without harm',
    applies: () => false,
    async run(probe, plan, login) {
      const [first, second] = await pair(probe, plan, login)
      await cannotRenew(probe, plan, first)
      await isAlive(probe, plan, login, second)
      await isAlive(probe, plan, login, await renewed(probe, plan, second))
    },
  },
  {
    rule: {
      ...shared,
      tags: ['rotation', 'revocation'],
      id: 'reuse-revokes-family',
      says: 'Using a refresh token again ends everything that descends from its login, and no other login.',
      clauses: ['x-lifecycle, refresh.reuse'],
    },
    mode: 'of a family whose refresh token comes again is refused',
    applies: (_, login) => revokes(login),
    needs: needsOfGrace,
    async run(probe, plan, login) {
      const apart = await loggedIn(probe, plan, login)
      const [first, second] = await pair(probe, plan, login)
      await isStillAlive(probe, plan, login, apart)
      await graceOver(probe, login)
      await cannotRenew(probe, plan, first)
      await isDead(probe, plan, login, second)
      await cannotRenew(probe, plan, second)
      await isAlive(probe, plan, login, await renewed(probe, plan, apart))
    },
  },
  {
    rule: {
      ...shared,
      tags: ['rotation', 'revocation'],
      id: 'older-reuse-revokes-family',
      says: 'A refresh token that is no direct predecessor ends the family at once, without a grace.',
      clauses: ['x-lifecycle, refresh.reuse'],
    },
    mode: 'of a family whose older refresh token comes again is refused',
    applies: () => false,
    async run(probe, plan, login) {
      const [first, second] = await pair(probe, plan, login)
      const third = await inconclusively(() => renewed(probe, plan, second))
      await cannotRenew(probe, plan, first)
      await isDead(probe, plan, login, third)
      await cannotRenew(probe, plan, third)
    },
  },
]

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
  const declared = millisecondsOf(way.lifecycle.refresh?.grace)
  return declared === undefined ? undeclaredGrace : declared / 1_000
}

function needsOfGrace(_: Plan, login: Login): readonly Need[] {
  return graceOf(login) > 0 ? ['advanceClock'] : []
}

async function graceOver({ hooks }: DerivedProbe, login: Login): Promise<void> {
  const grace = graceOf(login)
  if (grace > 0) await hooks.advanceClock?.(grace + 1)
}
