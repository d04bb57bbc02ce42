/** A session by cookie, by token, and at an identity provider. `node --conditions=source examples/numbers-station.ts` */
import { createClient } from 'latchkey/clients/numbers-station'

const baseUrl = process.argv[2] ?? 'http://localhost:4000/numbers-station'

process.on('uncaughtException', (error) => {
  if (error.message !== 'fetch failed') throw error
  console.error(`fetch failed; does a server listen at ${baseUrl}? "latchkey start" starts one`)
  process.exit(1)
})

const login = { email: 'ada@example.com', password: 'correct-horse-battery-staple' }
const me = { params: { path: { account_name: 'acme' } } }

// For an app in a browser; `thirdParty` where it is of another site than the API.
const app = createClient({ baseUrl, authentication: { way: 'session', ...login, thirdParty: false } })
const { data: byCookie } = await app.GET('/api/v3/orgs/{account_name}/users/me', me)
console.log(`${byCookie?.name} is ${byCookie?.role} of ${byCookie?.account_name}, by cookie`)
await app.logout()

// For everything else.
const script = createClient({ baseUrl, authentication: { way: 'password', ...login } })
const { data: byToken } = await script.GET('/api/v3/orgs/{account_name}/users/me', me)
console.log(`${byToken?.name} is ${byToken?.role} of ${byToken?.account_name}, by token`)
await script.logout()

// In a browser: location.assign(await app.loginUrl({ way: 'oauth', provider: 'google' }))
const url = await app.loginUrl({ way: 'oauth', provider: 'google', redirectUri: 'http://localhost:3000/' })
console.log(`The browser goes to ${url.split('?')[0]}`)
