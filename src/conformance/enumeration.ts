import type { Answer } from './answer.ts'
import { type Check, checksOf, type Draft, type OperationsTypes, type PasswordLogin, type Probe } from './check.ts'
import { freshEmail, freshWord } from './fresh.ts'
import { type Known, knownAt } from './known.ts'
import { takeEquallyLong } from './timing.ts'

/** How long failures from one address count, in seconds. */
const quarterOfAnHour = 900

/** What every login promises of those whom it does not know: nothing of an answer tells that there is nobody. */
export function enumerationChecks<Operations extends OperationsTypes, People extends Known>(
  logins: readonly PasswordLogin<Operations, People>[],
  facts: readonly string[],
): Check<Operations, People>[] {
  return logins.flatMap((login) =>
    checksOf<Operations, People>(login.operation, [byAnswer(login, facts), byTime(login, facts)]),
  )
}

function byAnswer<Operations extends OperationsTypes, People extends Known>(
  login: PasswordLogin<Operations, People>,
  facts: readonly string[],
): Draft<Operations, People> {
  return {
    title: 'no header of an answer tells an unknown name from a wrong password',
    tags: ['enumeration'],
    facts,
    needs: ['server'],
    async run(probe) {
      const { known, unknown, forgive } = attemptsAt(probe, login)
      const [first, second, other] = [await known(), await known(), await unknown()]
      await forgive()
      // What differs between two answers of one kind tells nothing.
      const telling = namesOf(first).filter((name) => name !== 'date' && same(first, second, name))
      const missing = namesOf(first).filter((name) => !namesOf(other).includes(name))
      other.is('the missing headers', [], missing)
      for (const name of telling) other.is(name, first.all(name), other.all(name))
    },
  }
}

function namesOf({ headers }: Answer): string[] {
  return [...new Set(headers.map(([name]) => name.toLowerCase()))].sort()
}

function same(one: Answer, other: Answer, name: string): boolean {
  return one.all(name).join('\n') === other.all(name).join('\n')
}

function byTime<Operations extends OperationsTypes, People extends Known>(
  login: PasswordLogin<Operations, People>,
  facts: readonly string[],
): Draft<Operations, People> {
  return {
    title: 'an unknown name and a wrong password take equally long to refuse',
    tags: ['timing'],
    facts,
    needs: ['server', 'guessing'],
    async run(probe) {
      const { known, unknown, forgive } = attemptsAt(probe, login)
      // Where time can be moved on, what was failed here counts against nobody afterwards.
      probe.afterwards(async () => probe.hooks.advanceClock?.(quarterOfAnHour))
      await takeEquallyLong({ known, unknown, between: forgive })
    },
  }
}

/** Wrong logins under a known name and under one that nobody has, and the success that forgives those of the first. */
function attemptsAt<Operations extends OperationsTypes, People extends Known>(
  { send, people }: Probe<Operations, People>,
  { operation, refused, name, request }: PasswordLogin<Operations, People>,
) {
  const known = knownAt({ name }, people)
  // The generated types know the statuses of one operation, not of each operation alike.
  const attempt = (status: number, who: string, secret: string) =>
    send(operation, status as never, request(who, secret, people)) as Promise<Answer>
  return {
    known: () => attempt(refused, known.name, 'not-the-password'),
    unknown: () => attempt(refused, name === 'login' ? freshWord() : freshEmail(), 'not-the-password'),
    forgive: () => attempt(200, known.name, known.password),
  }
}
