import { type DerivedCheck, derived } from './derived-check.ts'
import {
  byOtherClient,
  cannotRenew,
  isAlive,
  isDead,
  isStillAlive,
  type Login,
  loggedIn,
  loginsOf,
  needsOfOtherClient,
} from './logins.ts'
import type { Plan } from './plan.ts'
import type { Rule } from './rule.ts'
import { ended, requestOf, successOf } from './session.ts'

const shared = { section: 'B', severity: 'contract', tags: ['revocation'] } as const

const endedIsDead: Rule = {
  ...shared,
  id: 'ended-is-dead',
  says: 'A credential that was ended is refused at once, at every operation, with all that `ends` says and nothing else of the account.',
  rfcs: [],
  clauses: ['x-ways, end', 'x-lifecycle, ends'],
}

const endSparesClients: Rule = {
  ...shared,
  id: 'end-spares-other-clients',
  says: 'Ending a credential leaves the logins of other clients as they are, where `ends` does not name the whole account.',
  rfcs: [],
  clauses: ['x-lifecycle, ends'],
}

const endSparesPeople: Rule = {
  ...shared,
  id: 'end-spares-other-people',
  says: 'Ending a credential ends nothing of another account.',
  rfcs: [],
  clauses: ['x-lifecycle, ends'],
}

const endedTwice: Rule = {
  ...shared,
  id: 'revoked-twice-is-quiet',
  says: 'Revoking a token that is revoked already is answered like the first time.',
  rfcs: ['RFC 7009, 2.2'],
  clauses: [],
}

/** What the end of a credential ends, and what it does not. */
export function endingChecks(plan: Plan): readonly DerivedCheck[] {
  return loginsOf(plan)
    .filter(({ way }) => way.end)
    .flatMap((login) => [
      endsIt(plan, login),
      ...sparesClients(plan, login),
      ...sparesPeople(plan, login),
      ...twice(plan, login),
    ])
}

const dies = { this: false, family: false, client: true, subject: true } as const

function endsIt(plan: Plan, login: Login): DerivedCheck {
  const { way, credential, needs } = login
  const { ends } = way.lifecycle
  return derived(plan, endedIsDead, {
    operation: endOf(plan, login),
    title: `${credential} × ended is refused everywhere`,
    needs,
    async run(probe) {
      const held = await loggedIn(probe, plan, login)
      const apart = ends && (await loggedIn(probe, plan, login))
      if (apart) await isStillAlive(probe, plan, login, held)
      await ended(probe, plan, held)
      await isDead(probe, plan, login, held)
      if (ends && ends !== 'this') await cannotRenew(probe, plan, held)
      if (!ends || !apart) return
      if (!dies[ends]) return isAlive(probe, plan, login, apart)
      await isDead(probe, plan, login, apart)
      await cannotRenew(probe, plan, apart)
    },
  })
}

function sparesClients(plan: Plan, login: Login): readonly DerivedCheck[] {
  const { way, credential, needs } = login
  const others = needsOfOtherClient(way)
  const { ends } = way.lifecycle
  if (!others || !ends || ends === 'subject') return []
  return [
    derived(plan, endSparesClients, {
      operation: endOf(plan, login),
      title: `${credential} × ended leaves other clients alone`,
      needs: [...needs, ...others],
      async run(probe) {
        const elsewhere = await loggedIn(byOtherClient(probe), plan, login)
        const held = await loggedIn(probe, plan, login)
        await isStillAlive(byOtherClient(probe), plan, login, elsewhere)
        await ended(probe, plan, held)
        await isAlive(probe, plan, login, elsewhere)
      },
    }),
  ]
}

function sparesPeople(plan: Plan, login: Login): readonly DerivedCheck[] {
  const { credential, needs, who } = login
  if (!needs.includes(`people.${who}.password`)) return []
  return [
    derived(plan, endSparesPeople, {
      operation: endOf(plan, login),
      title: `${credential} × ended leaves other people alone`,
      needs: [...needs, 'people.other.login', 'people.other.password'],
      async run(probe) {
        const somebody = await loggedIn(probe, plan, login, probe.people.other)
        await ended(probe, plan, await loggedIn(probe, plan, login))
        await isAlive(probe, plan, login, somebody)
      },
    }),
  ]
}

/** Where the token to revoke is a member of the body, its state does not decide whether the request is let in. */
function twice(plan: Plan, login: Login): readonly DerivedCheck[] {
  const { way, credential, needs } = login
  const { end } = way
  const operation = endOf(plan, login)
  const takesCredential = operation.security.some((requirement) => Object.hasOwn(requirement, way.scheme))
  if (!end?.requestBody || !Object.hasOwn(end.requestBody, 'token') || takesCredential) return []
  return [
    derived(plan, endedTwice, {
      operation,
      title: `${credential} × revoked twice is answered alike`,
      needs,
      async run(probe) {
        const held = await loggedIn(probe, plan, login)
        await ended(probe, plan, held)
        await probe.send(operation.id, successOf(operation), requestOf(plan, end, held.known, held))
      },
    }),
  ]
}

function endOf(plan: Plan, { way }: Login) {
  return plan.find(way.end?.operationId ?? '')
}
