import type { Answer } from '../answer.ts'
import { challengesOf } from '../header-fields.ts'
import type { Sent } from '../request.ts'
import { accessRules } from './access-rules.ts'
import { controlled, isRefused, letsIn } from './control.ts'
import { carrierOf, malformed, misplaced, neverIssued, otherCase, prolonged, withSecret } from './damage.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import type { Plan } from './plan.ts'
import { joined } from './presentation.ts'
import type { Rule } from './rule.ts'
import type { DerivedProbe } from './session.ts'
import { type OpenedDoor, type OpenRequest, opened, refusalsOf } from './sources.ts'

type Scheme = Plan['contract']['securitySchemes'][string]
type Damage = (scheme: Scheme, sent: Sent) => readonly Sent[]

/** What every protected operation promises of a credential that is good, and of those that are not. */
export function accessChecks(plan: Plan): readonly DerivedCheck[] {
  const doors = plan.doors.flatMap((door) => opened(plan, door)).filter((door) => isVisible(plan, door))
  return [
    ...doors.flatMap((door) => doorChecks(plan, door)),
    ...plan.open.map((operation) => openCheck(plan, operation)),
  ]
}

/** Whether requests show all of its credentials. */
function isVisible(plan: Plan, { sources }: OpenedDoor): boolean {
  return sources.every(({ scheme }) => carrierOf(schemeOf(plan, scheme)) !== undefined)
}

function schemeOf({ contract }: Plan, name: string): Scheme {
  return contract.securitySchemes[name] ?? { type: 'http', scheme: 'bearer' }
}

function doorChecks(plan: Plan, door: OpenedDoor): readonly DerivedCheck[] {
  const { sources, operation } = door
  const damaged = (rule: Rule, mode: string, damage: Damage, statuses?: readonly number[]) =>
    cell(plan, door, rule, mode, async (probe, open) => {
      for (const request of damagedRequests(plan, open, damage)) await refused(probe, door, request, statuses)
    })
  return [
    accepts(plan, door),
    cell(plan, door, accessRules.missing, 'absent', async (probe, { request }) => {
      await refused(probe, door, request, refusalsOf(operation))
    }),
    challengeCheck(plan, door),
    ...bearerAdvice(plan, door),
    damaged(accessRules.unknown, 'wrong', changed(neverIssued), refusalsOf(operation)),
    damaged(accessRules.prolonged, 'too long', changed(prolonged), statedRefusals(plan, door)),
    damaged(accessRules.malformed, 'malformed', malformed),
    damaged(accessRules.misplaced, 'misplaced', misplaced),
    ...schemeCaseCheck(plan, door),
    ...(sources.length > 1 ? [halfCheck(plan, door)] : []),
  ]
}

/** A limit of header lines may refuse what is too long before it is looked at, unless a fact says how that is refused. */
function statedRefusals(plan: Plan, { operation }: OpenedDoor): readonly number[] | undefined {
  return plan.facts(accessRules.prolonged.id, operation).length > 0 ? refusalsOf(operation) : undefined
}

/** A check of one place of the matrix, after the good credential was seen to be accepted. */
function cell(
  plan: Plan,
  door: OpenedDoor,
  rule: Rule,
  mode: string,
  run: (probe: DerivedProbe, open: OpenRequest) => Promise<void>,
): DerivedCheck {
  const { operation, credential, needs } = door
  return derived(plan, rule, {
    operation,
    title: `${credential} × ${mode} is refused`,
    needs,
    cell: { credential, mode },
    run: async (probe) => run(probe, await controlled(probe, door)),
  })
}

function changed(change: (secret: string) => string): Damage {
  return (scheme, sent) => [withSecret(scheme, sent, change)]
}

/** Each of its credentials damaged in turn, the others being good. */
function damagedRequests(plan: Plan, { request, credentials }: OpenRequest, damage: Damage): readonly Sent[] {
  return credentials.flatMap(({ scheme, sent }, at) => {
    const others = credentials.filter((_, other) => other !== at).map((each) => each.sent)
    return damage(schemeOf(plan, scheme), sent).map((damagedOne) => joined(request, ...others, damagedOne))
  })
}

/** Refused by one of the statuses, else by any that says it is the caller's fault. */
async function refused(
  probe: DerivedProbe,
  { operation }: OpenedDoor,
  request: Sent,
  statuses?: readonly number[],
): Promise<Answer> {
  if (statuses) return isRefused(probe, operation, statuses, request)
  const answer = await probe.receive(operation.id, request)
  answer.holds('a refusal by a status of 400 to 499', answer.status >= 400 && answer.status < 500, answer.status)
  return answer
}

function accepts(plan: Plan, door: OpenedDoor): DerivedCheck {
  const { operation, credential, needs } = door
  return derived(plan, accessRules.good, {
    operation,
    title: `${credential} × good is accepted`,
    needs,
    async run(probe) {
      const answer = await probe.receive(operation.id, (await door.open(probe)).sent)
      answer.holds('a good credential accepted', letsIn(answer), answer.status)
      if (operation.responses.has(String(answer.status))) probe.judge(operation.id, answer)
    },
  })
}

function challengeCheck(plan: Plan, door: OpenedDoor): DerivedCheck {
  const { operation, credential, sources, needs } = door
  const schemes = sources.map(({ scheme }) => schemeOf(plan, scheme)).filter(({ type }) => type !== 'apiKey')
  const words = schemes.map((scheme) => ({ bearer: 'bearer', basic: 'basic' })[carrierOf(scheme) as 'bearer'])
  return derived(plan, accessRules.challenge, {
    operation,
    title: `a 401 for no ${credential} has a challenge`,
    needs,
    async run(probe) {
      const { request } = await controlled(probe, door)
      const answer = await probe.receive(operation.id, request)
      if (answer.status !== 401) return
      const challenges = challengesOf(answer.all('www-authenticate')).map(({ scheme }) => scheme)
      answer.holds('a WWW-Authenticate field with a challenge', challenges.length > 0, 'none')
      const wanted = words.filter((word) => word !== undefined)
      // Of several that are required together, it may ask for one that is no scheme of HTTP.
      const isAnyFair = wanted.length === 0 || schemes.length < sources.length
      const isAsked = isAnyFair || wanted.some((word) => challenges.includes(word))
      answer.holds(`a challenge of the scheme ${wanted.join(' or ')}`, isAsked, challenges.join(', '))
    },
  })
}

/** What RFC 6750 advises of the error codes of Bearer challenges. */
function bearerAdvice(plan: Plan, door: OpenedDoor): readonly DerivedCheck[] {
  const { operation, credential, sources, needs } = door
  if (!sources.some(({ scheme }) => carrierOf(schemeOf(plan, scheme)) === 'bearer')) return []
  const errorOf = (answer: Answer) =>
    challengesOf(answer.all('www-authenticate')).find(({ scheme }) => scheme === 'bearer')?.parameters.error
  return [
    derived(plan, accessRules.silentChallenge, {
      operation,
      title: `the challenge for no ${credential} has no error code`,
      needs,
      async run(probe) {
        const { request } = await controlled(probe, door)
        const answer = await probe.receive(operation.id, request)
        answer.is('the error code', undefined, errorOf(answer))
      },
    }),
    derived(plan, accessRules.invalidToken, {
      operation,
      title: `the challenge for a wrong ${credential} says invalid_token`,
      needs,
      async run(probe) {
        const open = await controlled(probe, door)
        const wrong = [neverIssued, prolonged].flatMap((change) => damagedRequests(plan, open, changed(change)))
        for (const request of wrong) {
          const answer = await probe.receive(operation.id, request)
          if (answer.status === 401) answer.is('the error code', 'invalid_token', errorOf(answer))
        }
      },
    }),
  ]
}

function schemeCaseCheck(plan: Plan, door: OpenedDoor): readonly DerivedCheck[] {
  const { operation, credential, sources, needs } = door
  const carriers = sources.map(({ scheme }) => carrierOf(schemeOf(plan, scheme)))
  if (!carriers.some((carrier) => carrier === 'bearer' || carrier === 'basic')) return []
  return [
    derived(plan, accessRules.schemeCase, {
      operation,
      title: `${credential} is accepted whatever the letter case of its scheme`,
      needs,
      async run(probe) {
        // One request, since a logout or a code that is sent can be asked for once.
        const [request = {}] = damagedRequests(plan, await door.open(probe), otherCase)
        const answer = await probe.receive(operation.id, request)
        answer.holds('a good credential accepted', letsIn(answer), answer.status)
      },
    }),
  ]
}

function halfCheck(plan: Plan, door: OpenedDoor): DerivedCheck {
  return cell(plan, door, accessRules.half, 'half', async (probe, { request, credentials }) => {
    for (const { sent } of credentials) await refused(probe, door, joined(request, sent), refusalsOf(door.operation))
  })
}

function openCheck(plan: Plan, operation: Plan['open'][number]): DerivedCheck {
  const isProof = plan.ways.some(({ obtain, renew }) =>
    [obtain, renew].some((call) => call?.operationId === operation.id),
  )
  return derived(plan, accessRules.openToAll, {
    operation,
    title: 'it is open to callers without a credential',
    async run(probe) {
      // A login refuses what it is sent here for want of a proof; only a refusal that says so by a challenge counts.
      const answer = await probe.receive(operation.id, plan.request(operation, probe.people))
      const isRefusal = answer.status === 401 && !operation.responses.has('401') && !isProof
      answer.holds('no refusal for want of a credential', !isRefusal, answer.status)
    },
  })
}
