import { replying } from './breaking.ts'
import { mutantsOf } from './mutant.ts'
import { rewriting } from './wires.ts'

const [_cookieLogin, _bearerLogin] = ['loginSession', 'loginAccessToken'] as const
const cookies = (change: (line: string) => string) => rewriting('Set-Cookie', change)

/** Numbers Station: the session cookie. */
export const numbersCookies = mutantsOf('numbers-station', [
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
])
