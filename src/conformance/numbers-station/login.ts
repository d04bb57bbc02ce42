import { freshEmail, freshWord } from '../fresh.ts'
import type { Sent } from '../request.ts'
import { checksOf, loginForm, type NumbersProbe, ownUser, type People, sentCookie } from './probe.ts'

type Login = 'loginSession' | 'loginAccessToken'

const boundary = { type: 'multipart/form-data; boundary=b' }

/** Bodies that are no login form, and the place a refusal has to name first. */
const broken: readonly (readonly [Sent, readonly string[]])[] = [
  [{ form: { username: 'someone@example.com' } }, ['body', 'password']],
  [{ form: { password: 'x' } }, ['body', 'username']],
  [{ multipart: { username: 'someone@example.com' } }, ['body', 'password']],
  [{ form: { username: 'someone@example.com', password: 'x', grant_type: 'refresh_token' } }, ['body', 'grant_type']],
  [{ form: { username: 'a'.repeat(255), password: 'x' } }, ['body', 'username']],
]

/** Bodies whose text is broken already. */
const garbled: readonly Sent[] = [
  { raw: { type: 'application/x-www-form-urlencoded', body: 'username=a&username=b&password=x' } },
  { raw: { type: 'application/x-www-form-urlencoded', body: 'username=%zz&password=x' } },
  { raw: { type: 'application/x-www-form-urlencoded', body: 'username=%ff&password=x' } },
  { raw: { ...boundary, body: '' } },
  { raw: { ...boundary, body: '--b\r\nContent-Disposition: form-data; name="username"\r\n\r\na' } },
  { raw: { type: 'multipart/form-data', body: '--b--' } },
  {
    raw: {
      ...boundary,
      body: '--b\r\nContent-Disposition: form-data; name="username"\r\n\r\na\r\n--b\r\nContent-Disposition: form-data; name="password"; filename="p"\r\n\r\nx\r\n--b--\r\n',
    },
  },
]

/** What both password logins promise alike. */
function sharedChecks(operation: Login) {
  const send = <Status extends 200 | 401 | 403 | 413 | 415 | 422 | 429 | 503>(
    probe: NumbersProbe,
    status: Status,
    request: Sent,
  ) => probe.send<Login, Status>(operation, status, request)
  return checksOf(operation, [
    {
      title: 'both kinds of form are taken',
      tags: ['http'],
      facts: ['NS-03', 'NS-18', 'NS-32'],
      async run(probe) {
        await send(probe, 200, { form: loginForm(probe.people.ordinary) })
        await send(probe, 200, { multipart: loginForm(probe.people.ordinary) })
      },
    },
    {
      title: 'grant_type may be sent if it is password',
      tags: ['validation'],
      facts: ['NS-31'],
      async run(probe) {
        await send(probe, 200, { form: { ...loginForm(probe.people.ordinary), grant_type: 'password' } })
        await send(probe, 422, { form: { ...loginForm(probe.people.ordinary), grant_type: 'client_credentials' } })
      },
    },
    {
      title: 'a wrong password and an unknown user are refused alike',
      tags: ['authentication', 'enumeration'],
      facts: ['NS-42', 'NS-37'],
      async run(probe) {
        const wrong = await send(probe, 401, {
          form: { ...loginForm(probe.people.ordinary), password: 'not-the-password' },
        })
        const unknown = await send(probe, 401, {
          form: { username: freshEmail(), password: 'not-the-password' },
        })
        unknown.is('the body', wrong.text, unknown.text)
        unknown.is('the challenge', wrong.header('www-authenticate'), unknown.header('www-authenticate'))
        // A success forgives the failure.
        await send(probe, 200, { form: loginForm(probe.people.ordinary) })
      },
    },
    {
      title: 'a password is compared to the letter',
      tags: ['passwords'],
      facts: ['NS-42'],
      needs: ['server'],
      async run(probe) {
        const { email, password } = probe.people.ordinary
        for (const near of [password.toUpperCase(), `${password} `, ` ${password}`, password.slice(0, -1)])
          await send(probe, 401, { form: loginForm({ email, password: near }) })
        await send(probe, 200, { form: loginForm(probe.people.ordinary) })
      },
    },
    {
      title: 'the text of a wrong login is the documented one',
      tags: ['form'],
      facts: ['NS-42'],
      async run(probe) {
        const answer = await send(probe, 401, { form: { username: freshEmail(), password: 'x' } })
        answer.is('the body', { detail: 'Incorrect email or password' }, answer.body as object)
      },
    },
    {
      title: 'a disabled user is refused like a wrong password',
      tags: ['authentication', 'revocation', 'enumeration'],
      facts: ['NS-42', 'NS-63'],
      needs: ['createAccount', 'disableAccount'],
      async run(probe) {
        const person = await ownUser(probe)
        await send(probe, 200, { form: loginForm(person) })
        await probe.hooks.disableAccount?.(person.email, true)
        await send(probe, 401, { form: loginForm(person) })
      },
    },
    {
      title: 'an account that the user may not enter is refused, whether there is one of that name or not',
      tags: ['enumeration', 'authorization'],
      facts: ['NS-29'],
      needs: ['server'],
      async run(probe) {
        const form = loginForm(probe.people.ordinary)
        await send(probe, 200, { form, query: { account_name: probe.people.account } })
        const other = await send(probe, 403, { form, query: { account_name: probe.people.otherAccount } })
        const none = await send(probe, 403, { form, query: { account_name: freshWord() } })
        none.is('the body', other.text, none.text)
        none.is('the cookies', [], none.all('set-cookie'))
      },
    },
    {
      title: 'a body that breaks the contract is refused, and the place named',
      tags: ['validation'],
      facts: ['NS-35'],
      async run(probe) {
        for (const [request] of broken) await send(probe, 422, request)
      },
    },
    {
      title: 'the first place named is the broken one',
      tags: ['validation'],
      facts: ['NS-35'],
      needs: ['server'],
      async run(probe) {
        for (const [request, place] of broken) {
          const answer = await send(probe, 422, request)
          const { detail } = answer.body as { detail: readonly { loc: readonly string[] }[] }
          answer.is('loc', [...place], [...(detail[0]?.loc ?? [])])
        }
      },
    },
    {
      title: 'garbled bodies are refused, and never taken for another password',
      tags: ['validation'],
      facts: ['NS-35', 'NS-18'],
      needs: ['server'],
      async run(probe) {
        for (const request of garbled) await send(probe, 422, request)
      },
    },
    {
      title: 'JSON is refused with the media types to send',
      tags: ['http'],
      facts: ['NS-41'],
      async run(probe) {
        await send(probe, 415, { json: loginForm(probe.people.ordinary) })
      },
    },
    {
      title: 'an unknown query parameter is refused',
      tags: ['validation'],
      facts: ['NS-35'],
      needs: ['server'],
      async run(probe) {
        await send(probe, 422, { form: loginForm(probe.people.ordinary), query: { verbose: true } })
      },
    },
    {
      title: 'a body over 16 KiB is refused',
      tags: ['http'],
      facts: ['NS-58'],
      needs: ['server'],
      async run(probe) {
        await send(probe, 413, { form: { username: 'someone@example.com', password: 'x'.repeat(16_385) } })
        await send(probe, 413, { multipart: { username: 'someone@example.com', password: 'x'.repeat(16_385) } })
      },
    },
    {
      title: 'guessing is slowed down, for the right password and for names that do not exist',
      tags: ['throttling'],
      facts: ['NS-59'],
      needs: ['server', 'guessing', 'createAccount'],
      async run(probe) {
        const known = loginForm(await ownUser(probe))
        for (const username of [known.username, freshEmail()]) {
          for (let failure = 0; failure < 5; failure++)
            await send(probe, 401, { form: { username, password: `wrong-${failure}` } })
          const answer = await send(probe, 429, { form: { username, password: known.password } })
          answer.is('Retry-After', '1', answer.header('retry-after'))
        }
      },
    },
    {
      title: 'a page of a foreign origin is refused before anything is run',
      tags: ['origins'],
      facts: ['NS-05', 'NS-49'],
      async run(probe) {
        const headers = [['Origin', 'https://evil.example']] as const
        const answer = await send(probe, 403, { form: loginForm(probe.people.ordinary), headers })
        answer.is('the cookies', [], answer.all('set-cookie'))
        answer.is('Access-Control-Allow-Origin', [], answer.all('access-control-allow-origin'))
      },
    },
    {
      title: 'without its data the service says when to come again',
      tags: ['http'],
      facts: ['NS-60'],
      needs: ['outage'],
      async run(probe) {
        const at = (await probe.hooks.outage?.()) ?? ''
        await send(probe, 503, { at, form: loginForm(probe.people.ordinary) })
      },
    },
  ])
}

/** What the password logins promise. */
export const login = [
  ...sharedChecks('loginSession'),
  ...sharedChecks('loginAccessToken'),
  ...checksOf('loginSession', [
    {
      title: 'a password buys a cookie that stands for the user',
      tags: ['authentication', 'cookies'],
      facts: ['NS-01', 'NS-02', 'NS-22', 'NS-26', 'NS-45'],
      needs: ['server'],
      async run({ send, people }) {
        const answer = await send('loginSession', 200, { form: loginForm(people.ordinary) })
        answer.is('the body', 'null', answer.text)
        answer.holds(
          'SameSite=Lax',
          /; SameSite=Lax$/.test(answer.header('set-cookie') ?? ''),
          answer.header('set-cookie'),
        )
        const cookie = sentCookie(answer, 'session_id')
        const me = await send('getCurrentUser', 200, { cookie, path: { account_name: people.account } })
        me.is('the e-mail', people.ordinary.email, me.body.email)
      },
    },
    {
      title: 'the cookie has the path that the API is mounted at',
      tags: ['cookies'],
      facts: ['NS-45'],
      needs: ['server'],
      async run({ send, people }) {
        const answer = await send('loginSession', 200, { form: loginForm(people.ordinary) })
        const mount = answer.url.pathname.replace(/\/api\/v1\/login\/session$/, '')
        answer.is('Path', mount || '/', /; Path=([^;]+)/.exec(answer.header('set-cookie') ?? '')?.[1])
      },
    },
    {
      title: 'third_party=true makes it a cookie that other sites may send',
      tags: ['cookies'],
      facts: ['NS-04', 'NS-45'],
      needs: ['server'],
      async run({ send, people }) {
        const form = loginForm(people.ordinary)
        for (const [query, sameSite] of [
          [{ third_party: true }, 'None'],
          [{ third_party: false }, 'Lax'],
        ] as const) {
          const answer = await send('loginSession', 200, { form, query })
          const cookie = answer.header('set-cookie') ?? ''
          answer.holds(
            `Secure and SameSite=${sameSite}`,
            cookie.endsWith(`; Secure; HttpOnly; SameSite=${sameSite}`),
            cookie,
          )
        }
      },
    },
    {
      title: 'third_party takes true and false, once',
      tags: ['cookies', 'validation'],
      facts: ['NS-17', 'NS-70'],
      async run({ send, people }) {
        for (const query of [
          'third_party=yes',
          'third_party=1',
          'third_party=TRUE',
          'third_party=true&third_party=false',
        ]) {
          await send('loginSession', 422, { form: loginForm(people.ordinary), query })
        }
      },
    },
    {
      title: 'an empty third_party is refused',
      tags: ['cookies', 'validation'],
      facts: ['NS-70'],
      needs: ['server'],
      async run({ send, people }) {
        await send('loginSession', 422, { form: loginForm(people.ordinary), query: 'third_party=' })
      },
    },
    {
      title: 'slack_id is taken',
      tags: ['form'],
      facts: ['NS-36'],
      async run({ send, people }) {
        await send('loginSession', 200, { form: loginForm(people.ordinary), query: { slack_id: 'dGVhbTp1c2Vy' } })
      },
    },
    {
      title: 'a login never adopts the session of the browser, and ends it',
      tags: ['revocation', 'cookies'],
      facts: ['NS-65'],
      needs: ['server'],
      async run({ send, people }) {
        const path = { account_name: people.account }
        const planted = `session_id=${'x'.repeat(43)}`
        const first = sentCookie(
          await send('loginSession', 200, { form: loginForm(people.ordinary), cookie: planted }),
          'session_id',
        )
        const answer = await send('loginSession', 200, { form: loginForm(people.admin), cookie: first })
        const second = sentCookie(answer, 'session_id')
        answer.holds('another cookie', new Set([planted, first, second]).size === 3, 'the same')
        await send('getCurrentUser', 401, { path, cookie: planted })
        await send('getCurrentUser', 401, { path, cookie: first })
        const me = await send('getCurrentUser', 200, { path, cookie: second })
        me.is('the e-mail', people.admin.email, me.body.email)
      },
    },
    {
      title: 'a user has at most a hundred cookie sessions; the oldest makes room',
      tags: ['revocation', 'cookies'],
      facts: ['NS-64'],
      needs: ['server', 'guessing'],
      async run(probe) {
        const login = async () =>
          sentCookie(await probe.send('loginSession', 200, { form: loginForm(probe.people.ordinary) }), 'session_id')
        await capped(probe, login, (cookie) => ({ cookie }))
      },
    },
    {
      title: 'a form posted by another site is refused even without an Origin',
      tags: ['origins'],
      facts: ['NS-49'],
      async run({ send, people }) {
        const headers = [
          ['Sec-Fetch-Site', 'cross-site'],
          ['Sec-Fetch-Mode', 'navigate'],
          ['Sec-Fetch-Dest', 'document'],
        ] as const
        const answer = await send('loginSession', 403, { form: loginForm(people.ordinary), headers })
        answer.is('the cookies', [], answer.all('set-cookie'))
      },
    },
  ]),
  ...checksOf('loginAccessToken', [
    {
      title: 'a password buys a bearer token that stands for the user',
      tags: ['authentication'],
      facts: ['NS-01', 'NS-12', 'NS-13', 'NS-25', 'NS-68'],
      needs: ['server'],
      async run({ send, people }) {
        const { body } = await send('loginAccessToken', 200, { form: loginForm(people.ordinary) })
        const me = await send('getCurrentUser', 200, {
          bearer: body.access_token,
          path: { account_name: people.account },
        })
        me.is('the e-mail', people.ordinary.email, me.body.email)
      },
    },
    {
      title: 'no cookie is set',
      tags: ['cookies'],
      facts: ['NS-12', 'NS-19'],
      async run({ send, people }) {
        const answer = await send('loginAccessToken', 200, { form: loginForm(people.ordinary) })
        answer.is('the cookies', [], answer.all('set-cookie'))
      },
    },
    {
      title: 'third_party is no parameter of it',
      tags: ['validation'],
      facts: ['NS-17', 'NS-19'],
      needs: ['server'],
      async run({ send, people }) {
        await send('loginAccessToken', 422, { form: loginForm(people.ordinary), query: { third_party: true } })
      },
    },
    {
      title: 'm2m_token is taken',
      tags: ['form'],
      facts: ['NS-36'],
      async run({ send, people }) {
        await send('loginAccessToken', 200, { form: loginForm(people.ordinary), query: { m2m_token: 'abc' } })
      },
    },
    {
      title: 'a user has at most a hundred bearer sessions; the oldest makes room',
      tags: ['revocation'],
      facts: ['NS-64'],
      needs: ['server', 'guessing'],
      async run(probe) {
        const login = async () =>
          (await probe.send('loginAccessToken', 200, { form: loginForm(probe.people.ordinary) })).body.access_token
        await capped(probe, login, (bearer) => ({ bearer }))
      },
    },
  ]),
]

/** The first of 101 sessions is dead, the second lives. */
async function capped(
  { send, people }: { send: NumbersProbe['send']; people: People },
  logIn: () => Promise<string>,
  asSent: (credential: string) => Sent,
): Promise<void> {
  const path = { account_name: people.account }
  const first = await logIn()
  const second = await logIn()
  for (let session = 0; session < 99; session++) await logIn()
  await send('getCurrentUser', 401, { path, ...asSent(first) })
  await send('getCurrentUser', 200, { path, ...asSent(second) })
}
