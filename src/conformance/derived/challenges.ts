import type { Answer } from '../answer.ts'
import { challengesOf } from '../header-fields.ts'
import { accessRules } from './access-rules.ts'
import { controlled } from './control.ts'
import { carrierOf, neverIssued, prolonged } from './damage.ts'
import { changed, damagedRequests, schemeOf } from './damaged-requests.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import type { OpenedDoor } from './opened-doors.ts'
import type { Plan } from './plan.ts'

/** What the challenge of a refusal says. */
export function challengeChecks(plan: Plan, door: OpenedDoor): readonly DerivedCheck[] {
  return [challengeCheck(plan, door), ...bearerAdvice(plan, door)]
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
