import { loginsOf } from '../conformance/derived/logins.ts'
import type { Plan } from '../conformance/derived/plan.ts'
import type { Reply } from '../contract/handler.ts'
import { schemeOf, withoutChallenges } from './access-kinds.ts'
import { type Break, changed, defining, readingAll, replying } from './breaking.ts'
import { bare, placeOf } from './carried.ts'
import { listAdmitting } from './contexts.ts'
import { atEach, type Kind, where } from './kind.ts'

/** Mistakes in what answers say. */
export const answerKinds: readonly Kind[] = [
  {
    id: 'challenge-missing',
    title: 'A 401 is sent without WWW-Authenticate',
    rules: ['challenge'],
    breaks: (plan) => where(plan.doors.length > 0, () => withoutChallenges),
  },
  {
    id: 'credential-repeated',
    title: 'A refusal repeats the credential that it refuses',
    rules: ['refusal-tells-nothing'],
    breaks: (plan) =>
      where(plan.doors.length > 0, () =>
        readingAll((right, scheme) =>
          changed(right, (next) => async (context) => {
            const outcome = await next(context)
            const text = placeOf(schemeOf(plan, scheme)).read(context)
            if (!('fault' in outcome) || text === undefined) return outcome
            return { ...outcome, headers: { ...outcome.headers, 'X-Refused': bare(text) } }
          }),
        ),
      ),
  },
  {
    id: 'credential-answer-stored',
    title: 'The answer that brings a credential may be stored',
    rules: ['token-answer', 'credential-answer-not-stored'],
    breaks: (plan) =>
      atEach(
        loginsOf(plan).flatMap(({ way }) => way.obtain?.operationId ?? []),
        (operation) => replying(operation, (reply) => withHeaders(reply, { 'Cache-Control': 'private, max-age=3600' })),
      ),
  },
  {
    id: 'cookie-for-scripts',
    title: 'The session cookie is set without HttpOnly',
    rules: ['cookie-flags'],
    breaks: (plan) => settingCookies(plan, 'obtain', (line) => line.replace(/; *HttpOnly/i, '')),
  },
  {
    id: 'cookie-without-secure',
    title: 'The session cookie is set without Secure',
    rules: ['cookie-flags'],
    breaks: (plan) => settingCookies(plan, 'obtain', (line) => line.replace(/; *Secure/i, '')),
  },
  {
    id: 'cookie-for-other-sites',
    title: 'The session cookie is set with SameSite=None',
    rules: ['cookie-same-site'],
    breaks: (plan) =>
      where(
        plan.ways.some(({ lifecycle }) => lifecycle.cookie?.sameSite),
        () => settingCookies(plan, 'obtain', (line) => line.replace(/SameSite=\w+/i, 'SameSite=None')),
      ),
  },
  {
    id: 'cookie-left-behind',
    title: 'The logout leaves the session cookie with the browser',
    rules: ['cookie-taken-back'],
    breaks: (plan) => settingCookies(plan, 'end', () => undefined),
  },
  {
    id: 'origin-reflected',
    title: 'Every origin is allowed, with credentials',
    rules: ['no-credentialed-reflection'],
    breaks: (plan) => where(plan.doors.length > 0, () => reflecting),
  },
]

function withHeaders(reply: Reply, headers: NonNullable<Reply['headers']>): Reply {
  return { ...reply, headers: { ...reply.headers, ...headers } }
}

/** The cookies of the logins, or the logouts, of schemes that have one. */
function settingCookies(
  plan: Plan,
  call: 'obtain' | 'end',
  change: (line: string) => string | undefined,
): Break | undefined {
  const inCookies = loginsOf(plan).filter(({ way }) => schemeOf(plan, way.scheme).in === 'cookie')
  return atEach(
    inCookies.flatMap(({ way }) => way[call]?.operationId ?? []),
    (operation) =>
      replying(operation, (reply) => {
        const { 'Set-Cookie': lines = [], ...others } = reply.headers ?? {}
        const changedLines = [lines].flat().flatMap((line) => change(line) ?? [])
        return { ...reply, headers: { ...others, ...(changedLines.length > 0 && { 'Set-Cookie': changedLines }) } }
      }),
  )
}

const reflecting: Break = (api) => {
  const broken = defining(() => ({ allowedOrigins: () => listAdmitting([], () => true) }))(api)
  const cors = { ...api.contract.cors, origins: 'allow-list', credentials: true } as const
  return { ...broken, contract: { ...api.contract, cors } }
}
