import type { Session } from '../../src/apis/numbers-station/handlers.ts'
import { all, type Called, defining, everywhere, handling, handlingIn, reading } from './breaking.ts'
import { storing, withField, withMembers } from './contexts.ts'
import { mutantsOf } from './mutant.ts'

const [cookieLogin, _bearerLogin] = ['loginSession', 'loginAccessToken'] as const

/** Numbers Station: the two media of a session, and how it ends. */
export const numbersSessions = mutantsOf('numbers-station', [
  {
    name: 'cookie-value-as-a-bearer-token',
    kind: 'authentication',
    title: 'Sessions are looked up without their medium, and a cookie is good in the header',
    facts: ['NS-47'],
    break: everywhere(anyMedium),
  },
  {
    name: 'cookie-after-a-bad-token',
    kind: 'authentication',
    title: 'A token that does not hold is passed over, and the cookie is tried',
    facts: ['NS-48'],
    break: reading('bearer', (next) => async (context) => {
      const judged = await next(context)
      return 'fault' in judged && context.fields('cookie').length > 0 ? { ...judged, fault: 'missing' } : judged
    }),
  },
  {
    name: 'session-without-end',
    kind: 'lifetime',
    title: 'A session in use is prolonged for ever',
    facts: ['NS-46'],
    break: all(...(['bearer', 'sessionCookie'] as const).map((scheme) => alsoAccepting(scheme, 'used'))),
  },
  {
    name: 'session-never-idle',
    kind: 'lifetime',
    title: 'A session ends after twelve hours, used or not',
    facts: ['NS-46'],
    break: all(...(['bearer', 'sessionCookie'] as const).map((scheme) => alsoAccepting(scheme, 'young'))),
  },
  {
    name: 'use-not-noted',
    kind: 'lifetime',
    title: 'The last use of a session is the login',
    facts: ['NS-46'],
    break: everywhere(storing(({ secrets }) => ({ secrets: withMembers(secrets, { touch: async () => {} }) }))),
  },
  {
    name: 'logout-of-the-browser-alone',
    kind: 'revocation',
    title: 'A logout takes the cookie back, and the session lives on',
    facts: ['NS-27'],
    break: handlingIn('logoutSession', withoutEnd),
  },
  {
    name: 'logout-does-nothing',
    kind: 'revocation',
    title: 'A logout answers 204; the token lives on until it expires',
    facts: ['NS-28'],
    break: handlingIn('logoutAccessToken', withoutEnd),
  },
  {
    name: 'logout-everywhere',
    kind: 'revocation',
    title: 'A logout deletes the sessions of the user',
    facts: ['NS-28'],
    break: handling('logoutAccessToken', () => async (_request, context) => {
      await context.store.secrets.revokeAll({ subject: (context.caller as Session).account.id })
      return { status: 204 }
    }),
  },
  {
    name: 'disabled-session-lives',
    kind: 'revocation',
    title: 'Whether a user is disabled is asked at the login alone',
    facts: ['NS-63'],
    break: all(...(['bearer', 'sessionCookie'] as const).map((scheme) => alsoAccepting(scheme, 'disabled'))),
  },
  {
    name: 'former-session-lives',
    kind: 'revocation',
    title: 'A login in a browser that has a session makes a second one',
    facts: ['NS-65'],
    break: handlingIn(cookieLogin, (context) => withField(context, 'cookie', [])),
  },
  {
    name: 'session-adopted',
    kind: 'revocation',
    title: 'A login in a browser that has a session goes on with it',
    facts: ['NS-65'],
    break: handling(cookieLogin, (next) => async (request, context) => {
      const value = /session_id=([^;]+)/.exec(context.fields('cookie').join(';'))?.[1]
      const reply = await next(request, withField(context, 'cookie', []))
      if (!value || 'refusal' in reply || reply.status !== 200) return reply
      const line = String(reply.headers?.['Set-Cookie']).replace(/^session_id=[^;]*/, `session_id=${value}`)
      return { ...reply, headers: { 'Set-Cookie': line } }
    }),
  },
  {
    name: 'old-key-lives',
    kind: 'revocation',
    title: 'A new key is added to the old one',
    facts: ['NS-15'],
    break: defining(({ sandbox }) => ({
      sandbox: {
        ...sandbox,
        issueKey: async ({ owner }, { store }) => {
          const { plain, secret } = await store.secrets.issue({ kind: 'api-key', numbered: true, subject: owner })
          return { id: secret.id, key: plain }
        },
      },
    })),
  },
])

/** A reader that takes some of what the right one refuses: what was used of late, is young, or is of a disabled user. */
function alsoAccepting(scheme: 'bearer' | 'sessionCookie', what: 'used' | 'young' | 'disabled') {
  return reading(scheme, (next) => async (context) => {
    const judged = await next(context)
    const { found } = judged
    if (!found?.account || 'caller' in judged) return judged
    const { expires = 0, seen, idle = 0 } = found.secret
    const now = context.clock()
    const isTaken = {
      used: found.state === 'expired' && now < seen + idle,
      young: found.state === 'expired' && now < expires,
      disabled: found.state === 'disabled',
    }[what]
    if (isTaken) await context.store.secrets.touch(found.secret)
    return isTaken ? { caller: { account: found.account, secret: found.secret }, found } : judged
  })
}

function anyMedium<Given extends Called>(context: Given): Given {
  return storing(({ secrets }) => ({
    secrets: withMembers(secrets, {
      find: async (kind, plain) =>
        kind.endsWith('-session')
          ? ((await secrets.find('bearer-session', plain)) ?? secrets.find('cookie-session', plain))
          : secrets.find(kind, plain),
    }),
  }))(context)
}

function withoutEnd(context: Called): Called {
  return storing(({ secrets }) => ({ secrets: withMembers(secrets, { end: async () => true }) }))(context)
}
