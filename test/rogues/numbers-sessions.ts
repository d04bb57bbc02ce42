import type { Session } from '../../src/apis/numbers-station/handlers.ts'
import {
  all,
  answering,
  askingWith,
  type Called,
  defining,
  everywhere,
  handling,
  handlingIn,
  reading,
  replying,
  wording,
} from './breaking.ts'
import { storing, withField, withMembers } from './contexts.ts'
import { forwardedAddressTrusted, noThrottle } from './guessing.ts'
import { roguesOf } from './rogue.ts'
import { rewriting } from './wires.ts'

const [cookieLogin, bearerLogin] = ['loginSession', 'loginAccessToken'] as const
const cookies = (change: (line: string) => string) => rewriting('Set-Cookie', change)

/** Numbers Station: the two media of a session, how long it lasts, and whom it lets in where. */
export const numbersSessions = roguesOf('numbers-station', [
  {
    name: 'cookie-for-scripts',
    kind: 'cookies',
    title: 'The cookie is set without HttpOnly',
    facts: ['NS-45'],
    wire: cookies((line) => line.replace('; HttpOnly', '')),
  },
  {
    name: 'cookie-in-the-clear',
    kind: 'cookies',
    title: 'The cookie is set without Secure',
    facts: ['NS-45'],
    wire: cookies((line) => line.replace('; Secure', '')),
  },
  {
    name: 'cookie-always-cross-site',
    kind: 'cookies',
    title: 'The cookie is always SameSite=None, since the app stands on another site',
    facts: ['NS-45'],
    wire: cookies((line) => line.replace('SameSite=Lax', 'SameSite=None')),
  },
  {
    name: 'third-party-ignored',
    kind: 'cookies',
    title: '`third_party` is not looked at',
    facts: ['NS-04'],
    wire: cookies((line) => line.replace('SameSite=None', 'SameSite=Lax')),
  },
  {
    name: 'cookie-for-the-whole-host',
    kind: 'cookies',
    title: 'The cookie has Path=/',
    facts: ['NS-45'],
    wire: cookies((line) => line.replace(/Path=[^;]+/, 'Path=/')),
  },
  {
    name: 'cookie-for-a-year',
    kind: 'cookies',
    title: 'The cookie lasts for a year, whatever the session does',
    facts: ['NS-45'],
    wire: cookies((line) => line.replace('Max-Age=43200', 'Max-Age=31536000')),
  },
  {
    name: 'cookie-kept-at-logout',
    kind: 'cookies',
    title: 'A logout ends the session and does not take the cookie back',
    facts: ['NS-27'],
    break: replying('logoutSession', ({ headers: _, ...reply }) => reply),
  },
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
    name: 'any-account-shown',
    kind: 'authorization',
    title: 'The account in the path is not compared with those of the user',
    facts: ['NS-44'],
    break: handling('getCurrentUser', (next) => async (request, context) => {
      const session = context.caller as Session
      const data = { accounts: [String(request.path.account_name)] }
      return next(request, { ...context, caller: { ...session, account: { ...session.account, data } } })
    }),
  },
  {
    name: 'unknown-account-is-404',
    kind: 'enumeration',
    title: 'An account that does not exist is 404, and one of others 403',
    facts: ['NS-44'],
    break: replying('getCurrentUser', (reply, { path }) =>
      reply.status === 403 && !['acme', 'globex'].includes(String(path.account_name))
        ? { status: 404, body: { detail: 'There is no such account' } }
        : reply,
    ),
  },
  {
    name: 'any-account-entered',
    kind: 'authorization',
    title: '`account_name` at a login is stored and not checked',
    facts: ['NS-29'],
    break: handling(bearerLogin, (next) => async (request, context) => {
      const { account_name: _, ...query } = request.query
      return next({ ...request, query }, context)
    }),
  },
  {
    name: 'key-of-any-account',
    kind: 'authorization',
    title: 'A key is looked up, and its account not compared with the one that is asked for',
    facts: ['NS-43'],
    break: handling(
      'loginAccessTokenApiKey',
      (next) => async (request, context) => next(request, { ...context, caller: request.query.account_name }),
    ),
  },
  {
    name: 'users-made-unasked',
    kind: 'authorization',
    title: 'An exchange makes the user where there is none, asked or not',
    facts: ['NS-30'],
    break: handling(
      'loginAccessTokenApiKey',
      (next) => async (request, context) => next({ ...request, query: { ...request.query, create: true } }, context),
    ),
  },
  {
    name: 'old-key-lives',
    kind: 'revocation',
    title: 'A new key is added to the old one',
    facts: ['NS-15'],
    break: defining(({ sandbox }) => ({
      sandbox: {
        ...sandbox,
        issueKey: async (owner, { store }) => {
          const { plain, secret } = await store.secrets.issue({ kind: 'api-key', numbered: true, subject: owner })
          return { id: secret.id, key: plain }
        },
      },
    })),
  },
  {
    name: 'unknown-user-told',
    kind: 'enumeration',
    title: 'An unknown user is told apart from a wrong password',
    facts: ['NS-42'],
    break: handling(bearerLogin, (next) => async (request, context) => {
      const outcome = await next(request, context)
      const { username } = request.body as { readonly username: string }
      const known = await context.store.accounts.identify({ kind: 'login', value: username })
      return 'refusal' in outcome && outcome.refusal === 'wrong-login' && !known
        ? {
            status: 401,
            headers: { 'WWW-Authenticate': 'Bearer realm="numbers-station"' },
            body: { detail: 'Unknown user' },
          }
        : outcome
    }),
  },
  {
    name: 'password-trimmed',
    kind: 'passwords',
    title: 'Every field of the form is trimmed, the password too',
    facts: ['NS-42'],
    break: all(
      askingWith(cookieLogin, 'password', (password) => password.trim()),
      askingWith(bearerLogin, 'password', (password) => password.trim()),
    ),
  },
  {
    name: 'invalid-is-400',
    kind: 'validation',
    title: 'A request that breaks the contract answers 400',
    facts: ['NS-35'],
    break: defining(({ form }) => ({ form: { ...form, invalidStatus: 400 } })),
  },
  {
    name: 'invalid-in-a-text',
    kind: 'validation',
    title: 'A request that breaks the contract gets a `detail` that is a text',
    facts: ['NS-35'],
    break: wording((body, { refusal }) => (refusal === 'invalid' ? { detail: 'Invalid request' } : body)),
  },
  {
    name: 'third-party-1',
    kind: 'validation',
    title: '`third_party=1` is true, as the framework reads it',
    facts: ['NS-70'],
    wire: {
      request: (request) => ({ ...request, target: request.target.replace('third_party=1', 'third_party=true') }),
    },
  },
  {
    name: 'empty-object-for-null',
    kind: 'form',
    title: 'A login answers an empty object',
    facts: ['NS-26'],
    break: answering<null>(cookieLogin, 200, () => ({})),
  },
  {
    name: 'capital-bearer',
    kind: 'form',
    title: '`token_type` is `Bearer`',
    facts: ['NS-68'],
    break: answering<object>(bearerLogin, 200, (body) => ({ ...body, token_type: 'Bearer' })),
  },
  {
    name: 'role-left-out',
    kind: 'form',
    title: 'The role is left out of a user who has none of note',
    facts: ['NS-24'],
    break: answering<{ role: string }>('getCurrentUser', 200, ({ role, ...user }) =>
      role === 'USER' ? user : { ...user, role },
    ),
  },
  {
    name: 'no-throttle',
    kind: 'throttling',
    title: 'The login limiter is not mounted',
    facts: ['NS-59'],
    break: noThrottle,
  },
  {
    name: 'forwarded-address-trusted',
    kind: 'throttling',
    title: 'The limiter counts by `X-Forwarded-For`, whoever sends it',
    facts: ['NS-59'],
    break: forwardedAddressTrusted,
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
