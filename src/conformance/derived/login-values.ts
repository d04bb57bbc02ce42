import { freshEmail, freshWord } from '../fresh.ts'
import type { Need } from '../hooks.ts'
import type { Sent } from '../request.ts'
import { inconclusively, proves } from './control.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import type { Plan, PlannedWay } from './plan.ts'
import type { Rule } from './rule.ts'
import { type DerivedProbe, inputsOf, type Overrides, obtained, requestOf } from './session.ts'
import { sourcesOf } from './sources.ts'
import { folded, undecodable } from './spellings.ts'

type Obtaining = PlannedWay & Required<Pick<PlannedWay, 'obtain'>>

const plainValues: Rule = {
  id: 'plain-values',
  section: 'B',
  severity: 'contract',
  tags: ['authentication', 'validation'],
  says: 'A quote, an accent or an undecodable byte in a value, or an empty password, lets nobody in.',
  rfcs: [],
  clauses: ['OWASP ASVS 5.0, 1.2.4', 'CWE-89'],
}

const anyLetters: Rule = {
  id: 'any-letters',
  section: 'B',
  severity: 'contract',
  tags: ['passwords'],
  says: 'A password of quotes, signs and letters beyond ASCII logs in.',
  rfcs: ['RFC 8259, 8.1'],
  clauses: ['OWASP ASVS 5.0, 6.2.5'],
}

const passwordNotRepeated: Rule = {
  id: 'password-not-repeated',
  section: 'B',
  severity: 'advice',
  tags: ['validation'],
  says: 'A refusal does not repeat the password that was sent.',
  rfcs: [],
  clauses: ['CWE-209'],
}

/** What each login by name and password makes of the values that it is sent. */
export function loginValueChecks(plan: Plan): readonly DerivedCheck[] {
  return passwordWays(plan).flatMap((way) => [
    takesValuesAsTheyAre(plan, way),
    takesAnyLetters(plan, way),
    keepsPasswords(plan, way),
  ])
}

/** The ways with a name and a password, one of each operation. */
function passwordWays({ ways }: Plan): readonly Obtaining[] {
  const found = ways.filter((way): way is Obtaining => {
    const meanings = [...way.inputMeanings.values()]
    return way.obtain !== undefined && meanings.includes('login') && meanings.includes('password')
  })
  return [...new Map(found.toReversed().map((way) => [way.obtain.operationId, way])).values()].toReversed()
}

function needsOf(plan: Plan, { name, scheme }: PlannedWay): readonly Need[] {
  return sourcesOf(plan, scheme).find(({ way }) => way?.name === name)?.needs ?? []
}

/** A login of the ordinary person, with other values in the place of some. */
function loginRequest(plan: Plan, way: Obtaining, { people }: DerivedProbe, overrides: Overrides): Sent {
  const inputs = inputsOf(way, people, people.ordinary ?? {}, overrides)
  return requestOf(plan, way.obtain, { inputs, outputs: {} })
}

/** Throws a Deviation unless a login is refused, and not by a failure of the server. */
async function isRefused({ receive }: DerivedProbe, { obtain }: Obtaining, request: Sent, what: string): Promise<void> {
  const answer = await receive(obtain.operationId, request)
  answer.holds(`${what} refused`, answer.status >= 400 && answer.status < 500, answer.status)
}

/** The control in front, and a success at the end, which forgives the failures where a server does that. */
async function betweenLogins(
  probe: DerivedProbe,
  plan: Plan,
  way: Obtaining,
  work: () => Promise<void>,
): Promise<void> {
  const logIn = () => inconclusively(() => obtained(probe, plan, way, probe.people.ordinary ?? {}))
  await logIn()
  await work()
  probe.afterwards(logIn)
}

function takesValuesAsTheyAre(plan: Plan, way: Obtaining): DerivedCheck {
  return derived(plan, plainValues, {
    operation: plan.find(way.obtain.operationId),
    title: 'a quote or an accent in a name, undecodable bytes and an empty password are refused',
    needs: needsOf(plan, way),
    run: (probe) =>
      betweenLogins(probe, plan, way, async () => {
        const good = loginRequest(plan, way, probe, {})
        const name = String(inputsOf(way, probe.people, probe.people.ordinary ?? {})[nameInput(way)])
        const others: readonly (readonly [string, Sent])[] = [
          ['a quote', loginRequest(plan, way, probe, { login: `${name}' -- `, password: freshWord() })],
          ['another letter', loginRequest(plan, way, probe, { login: folded(name) })],
          ['an empty password', loginRequest(plan, way, probe, { password: '' })],
          ['undecodable bytes', undecodable(good, probe.people.ordinary?.password ?? '')],
        ]
        for (const [what, request] of others) await isRefused(probe, way, request, what)
      }),
  })
}

function nameInput({ inputMeanings }: PlannedWay): string {
  return [...inputMeanings].find(([, meaning]) => meaning === 'login')?.[0] ?? ''
}

function takesAnyLetters(plan: Plan, way: Obtaining): DerivedCheck {
  return derived(plan, anyLetters, {
    operation: plan.find(way.obtain.operationId),
    title: 'a password of quotes, signs and letters beyond ASCII logs in',
    needs: [...needsOf(plan, way), 'createAccount'],
    async run(probe) {
      const email = freshEmail()
      const password = `"ß'\\ +&=%41 🔑é ${freshWord()}`
      await probe.hooks.createAccount?.({ email, password })
      await obtained(probe, plan, way, { login: email, email, password })
    },
  })
}

function keepsPasswords(plan: Plan, way: Obtaining): DerivedCheck {
  return derived(plan, passwordNotRepeated, {
    operation: plan.find(way.obtain.operationId),
    title: 'a refusal does not repeat the password',
    needs: needsOf(plan, way),
    async run(probe) {
      const password = `not-to-be-repeated-${freshWord()}`
      for (const login of ['', freshEmail()]) {
        const answer = await probe.receive(way.obtain.operationId, loginRequest(plan, way, probe, { login, password }))
        proves(answer, 'a refusal to look at', answer.status >= 400 && answer.status < 500)
        answer.holds('a refusal without the password', !answer.text.includes(password), answer.text)
      }
    },
  })
}
