import type { Answer } from './answer.ts'
import { type Check, checksOf, type OperationsTypes, type PasswordLogin, type Probe } from './check.ts'
import { freshEmail } from './fresh.ts'
import { secondsToWait } from './header-fields.ts'
import type { Need } from './hooks.ts'
import type { Known } from './known.ts'

interface Person {
  readonly email: string
  readonly password: string
}

/** What differs between the logins that count the failures of each name. */
interface Guessing<Operations extends OperationsTypes, People> {
  /** The fact that says so. */
  readonly throttled: string
  /** Makes someone whom no other check uses; they log in under their e-mail. */
  person(probe: Probe<Operations, People>): Promise<Person>
  /** What making someone takes. */
  readonly needs?: readonly Need[]
  /** How the titles call a name, one that nobody has, and all that shares a count. */
  readonly called?: { readonly one: string; readonly unknown: string; readonly shared: string }
  /** People with whom an attempt counts as the same, such as those of another application. */
  alike?(people: People): People
}

const aName = { one: 'one name', unknown: 'a name that does not exist', shared: 'one name' }

/** As many failures of one name as every API lets through from one address. */
export const letThrough = 5

/** What a login promises that slows guessing down by the name that is guessed at, known or not. */
export function guessingChecks<Operations extends OperationsTypes, People extends Known>(
  login: PasswordLogin<Operations, People>,
  guessing: Guessing<Operations, People>,
): Check<Operations, People>[] {
  const { person, needs = [], called = aName, alike = (people) => people } = guessing
  const facts = [guessing.throttled]
  return checksOf<Operations, People>(login.operation, [
    {
      title: `guessing ${called.one} is slowed down, for the right password too`,
      tags: ['throttling'],
      facts,
      needs: ['server', 'guessing', ...needs],
      run: async (probe) => guess(attemptsAt(probe, login), await person(probe)),
    },
    {
      title: `guessing ${called.unknown} is slowed down alike`,
      tags: ['enumeration', 'throttling'],
      facts,
      needs: ['server', 'guessing'],
      run: (probe) => guess(attemptsAt(probe, login), { email: freshEmail(), password: 'whatever-it-may-be' }),
    },
    {
      title: `${called.shared} in any letter case share one count`,
      tags: ['throttling'],
      facts,
      needs: ['server', 'guessing', ...needs],
      async run(probe) {
        const { fail, wait } = attemptsAt(probe, login)
        const { email } = await person(probe)
        for (const spelling of [email, email.toUpperCase(), email, email.toUpperCase(), email])
          await fail(spelling, 'not-the-password')
        await wait(email, 'not-the-password', alike(probe.people))
      },
    },
    {
      title: 'the wait is over when it said',
      tags: ['throttling'],
      facts,
      needs: ['server', 'guessing', 'advanceClock', ...needs],
      async run(probe) {
        const { fail, wait, succeed } = attemptsAt(probe, login)
        const { email, password } = await person(probe)
        for (let failure = 0; failure < letThrough; failure++) await fail(email, 'wrong')
        const refused = await wait(email, 'wrong')
        await probe.hooks.advanceClock?.(waitOf(refused))
        await succeed(email, password)
      },
    },
  ])
}

type Attempt<People> = (name: string, password: string, people?: People) => Promise<Answer>

interface Attempts<People> {
  readonly succeed: Attempt<People>
  readonly fail: Attempt<People>
  readonly wait: Attempt<People>
}

/** Attempts to log in, each by the way it has to end. */
function attemptsAt<Operations extends OperationsTypes, People>(
  { send, people }: Probe<Operations, People>,
  { operation, refused, request }: PasswordLogin<Operations, People>,
): Attempts<People> {
  // The generated types know the statuses of one operation, not of each operation alike.
  const ending =
    (status: number): Attempt<People> =>
    (name, password, by = people) =>
      send(operation, status as never, request(name, password, by)) as Promise<Answer>
  return { succeed: ending(200), fail: ending(refused), wait: ending(429) }
}

/** The seconds that a refusal says to wait, and one more for what was rounded off. */
function waitOf(refusal: Answer): number {
  const value = refusal.header('retry-after') ?? ''
  return (secondsToWait(value, refusal.date) ?? refusal.differs('seconds or a date in Retry-After', value)) + 1
}

/** Five failures, then the wait, which the right password does not shorten. */
async function guess<People>({ fail, wait }: Attempts<People>, { email, password }: Person): Promise<void> {
  for (let failure = 0; failure < letThrough; failure++) await fail(email, `wrong-${failure}`)
  const wrong = await wait(email, 'wrong')
  const right = await wait(email, password)
  right.saysAs(wrong)
}
