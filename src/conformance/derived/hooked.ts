import { formOf } from './body-form.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { hookedRules as rules } from './hooked-rules.ts'
import { cannotRenew, isAlive, isDead, type Login, loggedIn, loginsOf } from './logins.ts'
import { fails, loginOf, ownPerson, type PasswordWay, passwordWays, succeeds } from './password-ways.ts'
import type { Plan, PlannedAction } from './plan.ts'
import { joined } from './presentation.ts'
import { looksLike } from './refused-login.ts'
import { type DerivedProbe, successOf } from './session.ts'

/** What becomes of logins and credentials when an account is disabled or its password changed. */
export function hookedChecks(plan: Plan): readonly DerivedCheck[] {
  const logins = passwordWays(plan)
  return [
    ...logins.map((login) => disabled(plan, login)),
    ...personalLogins(plan).map((login) => disabledEnds(plan, login)),
    ...plan.actions('change-account').flatMap((changing) =>
      personalLogins(plan)
        .filter(({ way }) => way.lifecycle.endedBy?.includes('password-changed') === true)
        .flatMap((login) => newPassword(plan, login, changing)),
    ),
  ]
}

/** Logins of a person by a password that open something without a role. */
function personalLogins(plan: Plan): readonly Login[] {
  return loginsOf(plan).filter(({ way, who }) => {
    const meanings = [...way.inputMeanings.values()]
    return who === 'ordinary' && meanings.includes('login') && meanings.includes('password')
  })
}

function disabled(plan: Plan, login: PasswordWay): DerivedCheck {
  const { operation, needs } = login
  return derived(plan, rules.disabled, {
    operation,
    title: 'a disabled account is refused like a wrong password',
    needs: ['createAccount', 'disableAccount', ...needs],
    async run(probe) {
      const person = await ownPerson(probe)
      await succeeds(plan, login, probe, person)
      const wrong = await fails(plan, login, probe, person, { password: 'not-the-password' })
      await probe.hooks.disableAccount?.(person.email ?? '', true)
      looksLike(await fails(plan, login, probe, person), wrong)
    },
  })
}

function disabledEnds(plan: Plan, login: Login): DerivedCheck {
  const { way, credential, needs, doors } = login
  const isDeclared = way.lifecycle.endedBy?.includes('account-disabled') === true
  const rule = isDeclared
    ? ({ ...rules.disabledEnds, severity: 'contract', clauses: ['x-lifecycle, endedBy'] } as const)
    : rules.disabledEnds
  // A promise of its operations or of the login, by where its facts are cited.
  const places = [doors[0].operation, plan.find(way.obtain?.operationId ?? '')]
  return derived(plan, rule, {
    operation: places.find((each) => plan.facts(rule.id, each).length > 0) ?? doors[0].operation,
    title: `${credential} × of a disabled account is refused everywhere`,
    needs: ['createAccount', 'disableAccount', ...needs],
    async run(probe) {
      const person = await ownPerson(probe)
      const held = await loggedIn(probe, plan, login, person)
      await probe.hooks.disableAccount?.(person.email ?? '', true)
      await isDead(probe, plan, login, held)
      await cannotRenew(probe, plan, held)
    },
  })
}

function newPassword(
  plan: Plan,
  login: Login,
  { operation, action }: PlannedAction<'change-account'>,
): readonly DerivedCheck[] {
  const [, member] = /^\$request\.body#\/([^/]+)$/.exec(String(action.members.password)) ?? []
  const entry = passwordWays(plan).find(({ operation: { id } }) => id === login.way.obtain?.operationId)
  if (member === undefined || !entry) return []
  return [
    derived(plan, rules.passwordEnds, {
      operation,
      title: `a new password ends every other ${login.credential} of the account`,
      needs: ['createAccount', ...login.needs],
      async run(probe: DerivedProbe) {
        const person = await ownPerson(probe)
        const [mine, other] = [await loggedIn(probe, plan, login, person), await loggedIn(probe, plan, login, person)]
        const password = `${person.password}-changed`
        await probe.send(
          operation.id,
          successOf(operation),
          joined(formOf(operation, { [member]: password }), mine.sent),
        )
        await isDead(probe, plan, login, other)
        await cannotRenew(probe, plan, other)
        await isAlive(probe, plan, login, mine)
        await fails(plan, entry, probe, person)
        const request = loginOf(plan, entry, probe, { ...person, password })
        const answer = await probe.receive(entry.operation.id, request)
        answer.holds('the new password accepted', answer.status < 300, answer.status)
      },
    }),
  ]
}
