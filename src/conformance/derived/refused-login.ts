import type { Answer } from '../answer.ts'
import type { Person } from '../cast.ts'
import { challengesOf } from '../header-fields.ts'
import { takeEquallyLong } from '../timing.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { fails, guessedAt, loginOf, type PasswordWay, passwordWays, succeeds, unknownName } from './password-ways.ts'
import type { Plan } from './plan.ts'
import { refusedLoginRules as rules } from './refused-login-rules.ts'
import { type DerivedProbe, type Overrides, successOf } from './session.ts'

/** How long failures usually count, in seconds. */
export const quarterOfAnHour = 900

/** What every login with a password promises of those that it refuses. */
export function refusedLoginChecks(plan: Plan): readonly DerivedCheck[] {
  return passwordWays(plan).flatMap((login) => [
    refuses(plan, login),
    alike(plan, login),
    inEqualTime(plan, login),
    comparesExactly(plan, login),
    doesNotNormalize(plan, login),
    knowsNames(plan, login),
    ...(plan.contract.document['x-accounts'] ? [anyCase(plan, login)] : []),
  ])
}

function refuses(plan: Plan, login: PasswordWay): DerivedCheck {
  const { operation, needs } = login
  return derived(plan, rules.refused, {
    operation,
    title: 'a wrong password and an unknown name are refused',
    needs,
    run: (probe) =>
      allFail(plan, login, probe, ({ password = '' }) => [
        { password: 'not-the-password' },
        { password: password.slice(0, -1) },
        { password: '' },
        { login: unknownName(login) },
      ]),
  })
}

/** The right password is accepted before and after what has to be refused, so that no refusal has another reason. */
async function allFail(
  plan: Plan,
  login: PasswordWay,
  probe: DerivedProbe,
  wrong: (person: Person) => readonly Overrides[],
): Promise<void> {
  const person = await guessedAt(probe)
  await succeeds(plan, login, probe, person)
  for (const overrides of wrong(person)) await fails(plan, login, probe, person, overrides)
  await succeeds(plan, login, probe, person)
}

function alike(plan: Plan, login: PasswordWay): DerivedCheck {
  const { operation, needs } = login
  return derived(plan, rules.alike, {
    operation,
    title: 'an unknown name and a wrong password are refused alike',
    needs,
    async run(probe) {
      const person = await guessedAt(probe)
      await succeeds(plan, login, probe, person)
      const known = () => fails(plan, login, probe, person, { password: 'not-the-password' })
      const [first, second] = [await known(), await known()]
      const other = await fails(plan, login, probe, person, { login: unknownName(login), password: 'not-the-password' })
      looksLike(other, first)
      // What differs between two answers of one kind tells nothing.
      const isTelling = (name: string) => !ofItsOwn.includes(name) && first.header(name) === second.header(name)
      for (const name of namesOf(first).filter(isTelling))
        other.is(name, [...first.all(name)].sort(), [...other.all(name)].sort())
      await succeeds(plan, login, probe, person)
    },
  })
}

/** Fields of one answer alone; what a body says is compared without its ids and times. */
const ofItsOwn = ['date', 'content-length', 'etag']

/** A refusal of the same status, words, challenges and kinds of header fields. */
export function looksLike(answer: Answer, other: Answer): void {
  answer.is('the status', other.status, answer.status)
  answer.saysAs(other)
  answer.is('the challenges', challengesIn(other), challengesIn(answer))
  answer.is('the names of its header fields', namesOf(other), namesOf(answer))
}

function challengesIn(answer: Answer) {
  return challengesOf(answer.all('www-authenticate'))
}

function namesOf({ headers }: Answer): string[] {
  return [...new Set(headers.map(([name]) => name.toLowerCase()))].sort()
}

function inEqualTime(plan: Plan, login: PasswordWay): DerivedCheck {
  const { operation, needs } = login
  return derived(plan, rules.equalTime, {
    operation,
    title: 'an unknown name and a wrong password take equally long to refuse',
    needs: ['guessing', ...needs],
    async run(probe) {
      const person = await guessedAt(probe)
      await succeeds(plan, login, probe, person)
      const password = 'not-the-password'
      await takeEquallyLong({
        known: () => fails(plan, login, probe, person, { password }),
        unknown: () => fails(plan, login, probe, person, { login: unknownName(login), password }),
        // Where time can be moved on, earlier failures need no success to be forgiven.
        between: async () => {
          await probe.hooks.advanceClock?.(quarterOfAnHour)
          await succeeds(plan, login, probe, person)
        },
      })
    },
  })
}

function comparesExactly(plan: Plan, login: PasswordWay): DerivedCheck {
  const { operation, needs } = login
  return derived(plan, rules.exact, {
    operation,
    title: 'a password is compared exactly',
    needs,
    async run(probe) {
      const differing = ({ password = '' }: Person, variants: readonly string[]) =>
        variants.filter((each) => each !== password).map((variant) => ({ password: variant }))
      await allFail(plan, login, probe, (person) => {
        const { password = '' } = person
        return differing(person, [inOtherCase(password), `${password} `, ` ${password}`])
      })
      await allFail(plan, login, probe, (person) =>
        differing(person, [`${person.password}\0`, `${person.password}\0x`]),
      )
    },
  })
}

function inOtherCase(text: string): string {
  return text.toUpperCase() === text ? text.toLowerCase() : text.toUpperCase()
}

function doesNotNormalize(plan: Plan, login: PasswordWay): DerivedCheck {
  const { operation, needs } = login
  return derived(plan, rules.notNormalized, {
    operation,
    title: 'compatible characters are another password',
    tags: ['passwords'],
    needs,
    run: (probe) =>
      allFail(plan, login, probe, ({ password = '' }) => {
        const wide = password.replace(/[!-~]/, (character) => String.fromCodePoint(character.charCodeAt(0) + 0xfee0))
        return wide === password ? [] : [{ password: wide }]
      }),
  })
}

function knowsNames(plan: Plan, login: PasswordWay): DerivedCheck {
  const { operation, needs } = login
  return derived(plan, rules.exactName, {
    operation,
    title: 'a name is no other name: cut, tagged, with a NUL',
    needs,
    run: (probe) =>
      allFail(plan, login, probe, ({ login: name = '' }) =>
        [`${name}\0`, `${name}\0x`, name.slice(0, -1), name.replace(/(?=@|$)/, '+check')].map((each) => ({
          login: each,
        })),
      ),
  })
}

function anyCase(plan: Plan, login: PasswordWay): DerivedCheck {
  const { operation, needs } = login
  return derived(plan, rules.anyCase, {
    operation,
    title: 'a name is accepted in any letter case',
    needs,
    async run(probe) {
      const person = await guessedAt(probe)
      await succeeds(plan, login, probe, person)
      const request = loginOf(plan, login, probe, person, { login: inOtherCase(person.login ?? '') })
      await probe.send(operation.id, successOf(operation), request)
    },
  })
}
