import {
  all,
  alsoTaking,
  type Called,
  callerOf,
  defining,
  everywhere,
  handling,
  handlingIn,
  reading,
} from './breaking.ts'
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
    break: anyMediumTaking(
      ({ state, secret: { seen, idle = 0 } }, { clock }) => state === 'expired' && clock() < seen + idle,
    ),
  },
  {
    name: 'session-never-idle',
    kind: 'lifetime',
    title: 'A session ends after twelve hours, used or not',
    facts: ['NS-46'],
    break: anyMediumTaking(({ state, secret: { expires = 0 } }, { clock }) => state === 'expired' && clock() < expires),
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
      await context.store.secrets.revokeAll({ subject: callerOf(context).account.id })
      return { status: 204 }
    }),
  },
  {
    name: 'disabled-session-lives',
    kind: 'revocation',
    title: 'Whether a user is disabled is asked at the login alone',
    facts: ['NS-63'],
    break: anyMediumTaking(({ state }) => state === 'disabled'),
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

function anyMediumTaking(isTaken: Parameters<typeof alsoTaking>[1]) {
  return all(...['bearer', 'sessionCookie'].map((scheme) => alsoTaking(scheme, isTaken)))
}

function anyMedium<Given extends Called>(context: Given): Given {
  return storing(({ secrets }) => ({
    secrets: withMembers(secrets, {
      async find(kind, plain) {
        if (!kind.endsWith('-session')) return secrets.find(kind, plain)
        const found = (await secrets.find('bearer-session', plain)) ?? (await secrets.find('cookie-session', plain))
        return found && { ...found, secret: { ...found.secret, kind, data: {} } }
      },
    }),
  }))(context)
}

function withoutEnd(context: Called): Called {
  return storing(({ secrets }) => ({ secrets: withMembers(secrets, { end: async () => true }) }))(context)
}
