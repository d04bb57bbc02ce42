import type { Answer } from '../../answer.ts'
import type { Sent } from '../../request.ts'
import { setsNo } from './cookies.ts'
import { checksOf, loginForm, type NumbersProbe } from './probe.ts'

const crossSite = (mode: string, destination: string) =>
  [
    ['Sec-Fetch-Site', 'cross-site'],
    ['Sec-Fetch-Mode', mode],
    ['Sec-Fetch-Dest', destination],
  ] as const

const call = crossSite('no-cors', 'image')
const link = crossSite('navigate', 'document')

/** Nothing is run for a foreign page, and nothing granted. */
function isRefusal(answer: Answer): void {
  setsNo(answer, 'session_id')
  answer.is('Access-Control-Allow-Origin', [], answer.all('access-control-allow-origin'))
  const { detail } = Object(answer.body) as { detail?: unknown }
  answer.holds('a refusal in the form of the API', typeof detail === 'string', answer.body)
}

async function refusedEverywhere(
  { send, ask, people }: NumbersProbe,
  headers: NonNullable<Sent['headers']>,
): Promise<void> {
  const [form, path] = [loginForm(people.ordinary), { account_name: people.account }]
  const query = { account_name: people.account, email: people.ordinary.email }
  const answers = [
    await send('loginSession', 403, { form, headers }),
    await send('loginAccessToken', 403, { form, headers }),
    await send('loginAccessTokenApiKey', 403, { query, headers: [...headers, ['X-API-Key', 'x']] }),
    await send('loginSessionOauth', 403, { query: { provider: people.provider }, headers }),
    await send('loginSessionOauthCallback', 403, { query: { code: 'x', state: 'y' }, headers }),
    await send('getCurrentUser', 403, { path, bearer: 'x', headers }),
    await send('logoutSession', 403, { bearer: 'x', headers }),
    await send('logoutAccessToken', 403, { bearer: 'x', headers }),
    await ask('OPTIONS', '/api/v1/login/session', 403, {
      headers: [...headers, ['Access-Control-Request-Method', 'POST']],
    }),
  ]
  for (const answer of answers) isRefusal(answer)
}

/** What foreign origins are answered. */
export const origins = checksOf(undefined, [
  {
    title: 'a page of a foreign origin is refused at every operation',
    tags: ['origins'],
    facts: ['NS-05', 'NS-49'],
    run: (probe) => refusedEverywhere(probe, [['Origin', 'https://evil.example']]),
  },
  {
    title: 'an origin is compared as it is written',
    tags: ['origins'],
    facts: ['NS-06', 'NS-49'],
    async run({ send, people }) {
      const [scheme, rest = ''] = people.origin.split('://')
      const near = [
        `${scheme === 'http' ? 'https' : 'http'}://${rest}`,
        people.origin.toUpperCase(),
        `${people.origin}/`,
      ]
      for (const origin of [...near, 'null', `http://127.0.0.1:${new URL(people.origin).port}`, '']) {
        const headers = [['Origin', origin]] as const
        isRefusal(await send('loginSession', 403, { headers, form: loginForm(people.ordinary) }))
      }
    },
  },
  {
    title: 'without an Origin, what the browser calls cross-site is foreign, and a link is not',
    tags: ['origins'],
    facts: ['NS-49'],
    async run(probe) {
      const { ask, send, people } = probe
      const path = `/api/v3/orgs/${people.account}/users/me`
      await ask('GET', path, 403, { headers: call })
      isRefusal(await send('loginSession', 403, { form: loginForm(people.ordinary), headers: link }))
      for (const headers of [link, [['Sec-Fetch-Site', 'same-site']] as const]) await ask('GET', path, 401, { headers })
      const query = { provider: people.provider, redirect_uri: people.redirectUri, redirect_header: true }
      await send('loginSessionOauth', 302, { query, headers: link })
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
