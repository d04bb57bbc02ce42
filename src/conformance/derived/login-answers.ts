import { decodeProtectedHeader } from 'jose'
import { accountRules } from '../../ways/account-rules.ts'
import type { Shown } from '../../ways/declarations.ts'
import type { Person } from '../cast.ts'
import { newcomer } from '../fresh.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { claimsOf } from './jwt.ts'
import { type Login, loginsOf, secretOf } from './logins.ts'
import type { Plan } from './plan.ts'
import type { Rule } from './rule.ts'
import { type DerivedProbe, type Held, obtained } from './session.ts'
import { expectedOf, shows } from './shown.ts'
import { personOf } from './sources.ts'

const showsAccount: Rule = {
  id: 'login-shows-account',
  section: 'B',
  severity: 'contract',
  tags: ['form', 'authorization'],
  says: 'The answer of a login and the claims of its JWT show the account as declared, with the role that it has.',
  rfcs: [],
  clauses: ['x-ways, answer', 'x-lifecycle, credential.form'],
}

/** What logins show of the account that logs in. */
export function loginAnswerChecks(plan: Plan): readonly DerivedCheck[] {
  return loginsOf(plan)
    .filter(({ who, way }) => who === 'ordinary' && (way.answer !== undefined || jwtOf(way) !== undefined))
    .filter(({ way }) => [...way.inputMeanings.values()].includes('password'))
    .map((login) =>
      derived(plan, showsAccount, {
        operation: plan.find(login.way.obtain?.operationId ?? ''),
        title: `${login.credential} × its answer shows the account`,
        needs: login.needs,
        async run(probe) {
          const people = [knownPerson(probe), ...(await madePeople(probe, plan))]
          for (const { person, known } of people) {
            const held = await obtained(probe, plan, login.way, person)
            shows(held.answer, login.way.answer, known)
            showsClaims(held, login, known)
          }
        },
      }),
    )
}

interface Known {
  readonly person: Person
  readonly known: Readonly<Record<string, unknown>>
}

/** Which role the ordinary person has is not known. */
function knownPerson({ people }: DerivedProbe): Known {
  const person = personOf(people, 'ordinary')
  return { person, known: { '$account.email': person.email } }
}

/** Someone of each declared role, where the owner of the server can make accounts. */
async function madePeople({ hooks, people }: DerivedProbe, plan: Plan): Promise<readonly Known[]> {
  if (!hooks.createAccount || !plan.contract.document['x-accounts']) return []
  const { roles } = accountRules(plan.contract)
  const groups = people.tenant === undefined ? {} : { groups: [people.tenant] }
  const made: Known[] = []
  for (const role of roles) {
    const account = newcomer()
    await hooks.createAccount({ ...account, ...groups, role })
    const known = { '$account.email': account.email, '$account.role': role }
    made.push({ person: { ...account, login: account.email }, known })
  }
  return made
}

function jwtOf({ lifecycle }: Login['way']) {
  const { form } = lifecycle.credential ?? {}
  return typeof form === 'object' && 'jwt' in form ? form.jwt : undefined
}

function showsClaims(held: Held, { way }: Login, known: Known['known']): void {
  const jwt = jwtOf(way)
  if (!jwt) return
  const token = secretOf(held)
  const claims = claimsOf(token) ?? held.answer.differs('a JWT', token)
  held.answer.is('alg', jwt.alg, decodeProtectedHeader(token).alg)
  for (const [name, shown] of Object.entries(jwt.claims ?? {})) {
    const expected = [shown].flat().map((each) => expectedOf(each as Shown, known))
    const value = claims[name]
    if (!expected.includes(undefined)) held.answer.is(name, Array.isArray(shown) ? expected : expected[0], value)
  }
}
