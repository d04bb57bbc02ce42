import { Answer } from '../../conformance/answer.ts'
import type { Cast, Person } from '../../conformance/cast.ts'
import { Coverage } from '../../conformance/coverage.ts'
import { loginOf, type PasswordWay, passwordWays } from '../../conformance/derived/password-ways.ts'
import { type Plan, planOf } from '../../conformance/derived/plan.ts'
import { type DerivedProbe, successOf } from '../../conformance/derived/session.ts'
import { secondsToWait } from '../../conformance/header-fields.ts'
import type { Hooks } from '../../conformance/hooks.ts'
import { exchange, type Patience } from '../../conformance/http.ts'
import { toWire } from '../../conformance/request.ts'
import { createBench, createProbe, hasInput, isInputNeed } from '../../conformance/target.ts'
import type { Place } from '../server/places.ts'
import type { Subject } from '../subject.ts'

/** What hooks are tried with, and what one of them leaves for the next. */
export interface Ground {
  readonly hooks: Hooks
  readonly url: string
  readonly plan: Plan
  readonly cast: Cast
  readonly probe: DerivedProbe
  /** A login with a name and a password, where the API has one and everything is given that it takes. */
  readonly login: PasswordWay | undefined
  /** Whether each check has a world of its own, so that nothing needs to be reset. */
  readonly hasWorlds: boolean
  /** Sends a request to an address that a hook named. */
  ask(url: string): Promise<Answer>
  wait(milliseconds: number): Promise<void>
  /** Made by `createAccount`, and able to log in. */
  account?: Person
  /** Which times of an answer `advanceClock` moved; the header Date may come from another clock. */
  movedTimes?: readonly number[]
}

/** Everything around one try of the hooks. */
interface Surroundings {
  readonly subject: Subject
  readonly people: object
  readonly place: Place
  readonly hasWorlds: boolean
  readonly patience: Patience
  readonly wait: Ground['wait']
}

export function groundOf({ subject, people, place, hasWorlds, patience, wait }: Surroundings): Ground {
  const { suite, contract } = subject
  const plan = planOf(contract, { requests: suite.requests, issuesKeys: true })
  // A derived suite acts as the people that it is given.
  const cast = suite.cast ? suite.cast(people as never) : (people as Cast)
  const { hooks, url } = place
  const target = { url, people: cast, hooks, isServer: true, mayBeGuessedAt: false }
  const bench = createBench(contract, new Coverage(contract))
  return {
    ...{ hooks, url, plan, cast, hasWorlds, wait },
    probe: createProbe(target, bench) as unknown as DerivedProbe,
    login: passwordWays(plan).find((way) => isPossible(way, cast)),
    ask: async (address) => {
      const [operation] = [...plan.open, ...contract.operations].filter(({ path }) => !path.includes('{'))
      const wire = toWire(address, 'GET', operation?.path ?? '/', {})
      return new Answer(wire, await exchange(wire, patience))
    },
  }
}

/** The account is a new one, but the client and the rest are those that were given. */
function isPossible({ needs }: PasswordWay, cast: Cast): boolean {
  return needs.every((need) => need.startsWith('people.ordinary.') || !isInputNeed(need) || hasInput(cast, need))
}

/** Seconds that are waited for where a login was refused before. */
const longestWait = 10

/** The answer to a login of someone; undefined where the API has no such login. */
export async function logIn({ login, plan, probe, wait }: Ground, person: Person): Promise<Answer | undefined> {
  if (!login) return undefined
  const attempt = () => probe.receive(login.operation.id, loginOf(plan, login, probe, person))
  const answer = await attempt()
  const seconds = answer.status === 429 ? secondsToWait(answer.header('retry-after') ?? '', answer.date) : undefined
  if (seconds === undefined || seconds > longestWait) return answer
  await wait(seconds * 1_000)
  return attempt()
}

export function isSuccess({ login }: Ground, answer: Answer): boolean {
  return login !== undefined && successOf(login.operation).includes(answer.status)
}
