import type { Answer } from '../../answer.ts'
import { lists } from '../../header-lists.ts'
import { setsNo } from './cookies.ts'
import { checksOf, loginForm } from './probe.ts'

/** Origins that are near the allowed one, odd or foreign; none is it. */
function foreignTo(allowed: string): string[] {
  const [scheme = '', rest = ''] = allowed.split('://')
  const { hostname } = new URL(allowed)
  return [
    'https://evil.example',
    'null',
    `${scheme === 'http' ? 'https' : 'http'}://${rest}`,
    `${scheme}://${hostname}:3001`,
    `${scheme}://${hostname}:30000`,
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
    allowed.toUpperCase(),
    `${allowed}/`,
    `${allowed}.evil.example`,
    `${scheme}://evil-${rest}`,
    `${scheme}://user@${rest}`,
    rest,
    '',
  ]
}

/** What an answer grants depends on the origin, which a cache has to know (Fetch, CORS protocol and HTTP caches). */
function variesByOrigin(answer: Answer): void {
  lists(answer, 'vary', ['origin'])
}

/** What the allowlist of origins promises. */
export const origins = checksOf(undefined, [
  {
    title: 'a page of the allowed origin may call, with cookies, and reads refusals too',
    tags: ['origins', 'cookies'],
    facts: ['NS-05', 'NS-06', 'NS-50'],
    async run({ ask, people }) {
      const headers = [['Origin', people.origin]] as const
      const good = await ask('POST', '/api/v1/login/session', 200, { headers, form: loginForm(people.ordinary) })
      const bad = await ask('POST', '/api/v1/login/session', 422, { headers, form: { username: 'x' } })
      for (const answer of [good, bad]) {
        answer.is('Access-Control-Allow-Origin', [people.origin], answer.all('access-control-allow-origin'))
        answer.is('Access-Control-Allow-Credentials', ['true'], answer.all('access-control-allow-credentials'))
        variesByOrigin(answer)
      }
    },
  },
  {
    title: 'every other origin is refused, with nothing granted',
    tags: ['origins'],
    facts: ['NS-05', 'NS-49', 'NS-50'],
    async run({ ask, people }) {
      for (const origin of foreignTo(people.origin)) {
        const answer = await ask('POST', '/api/v1/login/session', 403, {
          headers: [['Origin', origin]],
          form: loginForm(people.ordinary),
        })
        setsNo(answer, 'session_id')
        answer.is('Access-Control-Allow-Origin', [], answer.all('access-control-allow-origin'))
        answer.is('Access-Control-Allow-Credentials', [], answer.all('access-control-allow-credentials'))
        variesByOrigin(answer)
        answer.holds(
          'a refusal in the form of the API',
          typeof (answer.body as { detail?: unknown }).detail === 'string',
          answer.body,
        )
      }
    },
  },
  {
    title: 'a page of a foreign origin is refused at every operation',
    tags: ['origins'],
    facts: ['NS-05', 'NS-49'],
    async run({ send, people }) {
      const headers = [['Origin', 'https://evil.example']] as const
      const [form, path] = [loginForm(people.ordinary), { account_name: people.account }]
      const query = { account_name: people.account, email: people.ordinary.email }
      const answers = [
        await send('loginSession', 403, { form, headers }),
        await send('loginAccessToken', 403, { form, headers }),
        await send('loginAccessTokenApiKey', 403, { query, headers: [...headers, ['X-API-Key', 'x']] }),
        await send('loginSessionOauthCallback', 403, { query: { code: 'x', state: 'y' }, headers }),
        await send('getCurrentUser', 403, { path, bearer: 'x', headers }),
        await send('logoutSession', 403, { bearer: 'x', headers }),
        await send('logoutAccessToken', 403, { bearer: 'x', headers }),
      ]
      for (const answer of answers) {
        setsNo(answer, 'session_id')
        answer.is('Access-Control-Allow-Origin', [], answer.all('access-control-allow-origin'))
      }
    },
  },
  {
    title: 'a preflight of the allowed origin needs no credential and is granted what is documented',
    tags: ['origins'],
    facts: ['NS-50', 'NS-49'],
    async run({ ask, people }) {
      const headers = [
        ['Origin', people.origin],
        ['Access-Control-Request-Method', 'DELETE'],
        ['Access-Control-Request-Headers', 'authorization, x-evil'],
      ] as const
      const answer = await ask('OPTIONS', `/api/v3/orgs/${people.account}/users/me`, 204, { headers })
      answer.is('the origin', people.origin, answer.header('access-control-allow-origin'))
      lists(answer, 'access-control-allow-methods', ['get'])
      lists(answer, 'access-control-allow-headers', ['authorization', 'content-type', 'x-api-key'])
      variesByOrigin(answer)
      const age = Number(answer.header('access-control-max-age'))
      answer.holds('a Max-Age of at most two hours', age > 0 && age <= 7_200, age)
    },
  },
  {
    title: 'a preflight of a foreign origin is refused',
    tags: ['origins'],
    facts: ['NS-49'],
    async run({ ask }) {
      const headers = [
        ['Origin', 'https://evil.example'],
        ['Access-Control-Request-Method', 'POST'],
      ] as const
      const answer = await ask('OPTIONS', '/api/v1/login/session', 403, { headers })
      answer.is('Access-Control-Allow-Origin', [], answer.all('access-control-allow-origin'))
    },
  },
  {
    title: 'without an Origin, a call that the browser calls cross-site is foreign, and a link is not',
    tags: ['origins'],
    facts: ['NS-49'],
    async run({ ask, people }) {
      const path = `/api/v3/orgs/${people.account}/users/me`
      const call = [
        ['Sec-Fetch-Site', 'cross-site'],
        ['Sec-Fetch-Mode', 'no-cors'],
        ['Sec-Fetch-Dest', 'image'],
      ] as const
      const link = [
        ['Sec-Fetch-Site', 'cross-site'],
        ['Sec-Fetch-Mode', 'navigate'],
        ['Sec-Fetch-Dest', 'document'],
      ] as const
      await ask('GET', path, 403, { headers: call })
      await ask('GET', path, 401, { headers: link })
      await ask('GET', path, 401, { headers: [['Sec-Fetch-Site', 'same-site']] })
    },
  },
  {
    title: 'the allowlist is a setting',
    tags: ['origins'],
    facts: ['NS-05'],
    needs: ['server', 'settings.allowedOrigins', 'reset'],
    async run({ ask, hooks, people }) {
      const path = `/api/v3/orgs/${people.account}/users/me`
      await ask('GET', path, 403, { headers: [['Origin', 'https://app.example']] })
      await hooks.changeSettings?.({ allowedOrigins: ['https://app.example'] })
      await ask('GET', path, 401, { headers: [['Origin', 'https://app.example']] })
      await ask('GET', path, 403, { headers: [['Origin', people.origin]] })
    },
  },
])
