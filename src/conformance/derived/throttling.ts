import type { Answer } from '../answer.ts'
import { secondsToWait } from '../header-fields.ts'
import type { Need } from '../hooks.ts'
import type { Sent } from '../request.ts'
import { inconclusively } from './control.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { loginOf, ownPerson, type PasswordWay, passwordWays, succeeds, tries, unknownName } from './password-ways.ts'
import type { Plan } from './plan.ts'
import { quarterOfAnHour } from './refused-login.ts'
import type { Rule } from './rule.ts'
import { type DerivedProbe, successOf } from './session.ts'
import { personOf } from './sources.ts'
import { throttlingRules as rules } from './throttling-rules.ts'

/** What ASVS 4.0 lets through in an hour, and a few. */
const enough = 110

/** What a login that documents a 429 promises of those who guess. */
export function throttlingChecks(plan: Plan): readonly DerivedCheck[] {
  return passwordWays(plan)
    .filter(({ operation }) => operation.responses.has('429'))
    .flatMap((login) => [
      check(plan, login, rules.slowed, 'guessing an unknown name is slowed down', [], guessesNobody),
      check(plan, login, rules.slowed, 'guessing a known name is slowed down', ['createAccount'], guessesSomebody),
      check(plan, login, rules.others, 'guessing one name locks out nobody else', [], sparesOthers),
      check(plan, login, rules.forwarded, 'an address that a client names has no count', [], ignoresForwarded),
      check(plan, login, rules.waits, 'the wait is over when it said', ['createAccount', 'advanceClock'], endsWait),
      ...(plan.contract.document['x-accounts']
        ? [check(plan, login, rules.spellings, 'letter cases of a name share one count', [], countsSpellings)]
        : []),
      ...(plan.facts(rules.addresses.id, login.operation).length > 0
        ? [
            check(
              plan,
              login,
              rules.addresses,
              'an address has a limit',
              ['settings.passwordsPerAddress', 'reset'],
              limitsAddress,
            ),
          ]
        : []),
    ])
}

interface Guessing {
  readonly plan: Plan
  readonly login: PasswordWay
  readonly probe: DerivedProbe
}

function check(
  plan: Plan,
  login: PasswordWay,
  rule: Rule,
  title: string,
  more: readonly Need[],
  run: (guessing: Guessing) => Promise<void>,
): DerivedCheck {
  const { operation, needs } = login
  return derived(plan, rule, {
    operation,
    title,
    needs: ['guessing', ...more, ...needs],
    async run(probe) {
      // Where time can be moved on, the failures of an address count no longer for the checks that follow.
      probe.afterwards(async () => probe.hooks.advanceClock?.(quarterOfAnHour))
      await run({ plan, login, probe })
    },
  })
}

interface Guessed {
  /** How many wrong passwords were refused before. */
  readonly refused: number
  readonly wait: Answer
}

/** Guesses until the login is told to wait. */
async function guess(
  { plan, login, probe }: Guessing,
  name: (guess: number) => string,
  headers: (guess: number) => Sent = () => ({}),
): Promise<Guessed> {
  const ordinary = personOf(probe.people, 'ordinary')
  const wrong = (count: number) =>
    tries(plan, login, probe, ordinary, { login: name(count), password: `wrong-${count}` }, headers(count))
  let answer = await wrong(0)
  for (let refused = 1; refused < enough && answer.status !== 429; refused++) {
    answer = await wrong(refused)
    if (answer.status === 429) return { refused, wait: answer }
  }
  answer.is(`the status after ${enough} wrong passwords`, 429, answer.status)
  return { refused: 0, wait: answer }
}

async function guessesNobody(guessing: Guessing): Promise<void> {
  const name = unknownName(guessing.login)
  const { wait } = await guess(guessing, () => name)
  waitOf(wait)
}

async function guessesSomebody(guessing: Guessing): Promise<void> {
  const { plan, login, probe } = guessing
  const person = await ownPerson(probe)
  await succeeds(plan, login, probe, person)
  await guess(guessing, () => person.login ?? '')
  const right = await probe.receive(login.operation.id, loginOf(plan, login, probe, person))
  right.is('the status of the right password', 429, right.status)
}

async function sparesOthers(guessing: Guessing): Promise<void> {
  const { plan, login, probe } = guessing
  const ordinary = personOf(probe.people, 'ordinary')
  const name = unknownName(login)
  await succeeds(plan, login, probe, ordinary)
  await inconclusively(() => guess(guessing, () => name))
  await probe.send(login.operation.id, successOf(login.operation), loginOf(plan, login, probe, ordinary))
}

/** Headers by which a proxy says who is behind it; from anybody else they prove nothing. */
const forwarding: readonly ((address: string) => readonly [string, string])[] = [
  (address) => ['X-Forwarded-For', address],
  (address) => ['X-Real-IP', address],
  (address) => ['Forwarded', `for=${address}`],
]

/** With addresses that change, no more is let through than before. */
async function ignoresForwarded(guessing: Guessing): Promise<void> {
  const plain = unknownName(guessing.login)
  const { refused } = await inconclusively(() => guess(guessing, () => plain))
  for (const header of forwarding) {
    const name = unknownName(guessing.login)
    const elsewhere = await guess(
      guessing,
      () => name,
      (count) => ({ headers: [header(`192.0.2.${count}`)] }),
    )
    letsThroughNoMore(elsewhere, refused)
  }
}

async function countsSpellings(guessing: Guessing): Promise<void> {
  const [one, other] = [unknownName(guessing.login), unknownName(guessing.login)]
  const { refused } = await inconclusively(() => guess(guessing, () => one))
  letsThroughNoMore(await guess(guessing, (count) => (count % 2 ? other.toUpperCase() : other)), refused)
}

/** Once more is fair: a count may have ended between two of them. */
function letsThroughNoMore({ refused, wait }: Guessed, before: number): void {
  wait.holds(`at most ${before + 1} wrong passwords let through, as before`, refused <= before + 1, refused)
}

async function endsWait(guessing: Guessing): Promise<void> {
  const { plan, login, probe } = guessing
  const person = await ownPerson(probe)
  await succeeds(plan, login, probe, person)
  const { wait } = await inconclusively(() => guess(guessing, () => person.login ?? ''))
  const seconds = waitOf(wait)
  if (seconds === undefined) return
  await probe.hooks.advanceClock?.(seconds + 1)
  await probe.send(login.operation.id, successOf(login.operation), loginOf(plan, login, probe, person))
}

/** The seconds that an answer says to wait, in either form; undefined where it says nothing. */
export function waitOf(answer: Answer): number | undefined {
  const value = answer.header('retry-after')
  if (value === undefined) return undefined
  return secondsToWait(value, answer.date) ?? answer.differs('seconds or a date in Retry-After', value)
}

async function limitsAddress({ plan, login, probe }: Guessing): Promise<void> {
  const ordinary = personOf(probe.people, 'ordinary')
  await probe.hooks.changeSettings?.({ passwordsPerAddress: 2 })
  for (const _ of [1, 2]) await succeeds(plan, login, probe, ordinary)
  const third = await probe.receive(login.operation.id, loginOf(plan, login, probe, ordinary))
  third.is('the status of the third', 429, third.status)
}
