import { freshEmail } from '../../fresh.ts'
import type { Sent } from '../../request.ts'
import { hasAttributes, sentCookie, setsNo } from './cookies.ts'
import { checksOf, type Login, loginAt, loginForm, type People } from './probe.ts'

const halfDay = 43_200

/** What a login takes beside name and password, all of it without effect. */
const taken = (operation: Login, { ordinary }: People): readonly Sent[] => {
  const form = loginForm(ordinary)
  const ofClients = { client_id: 'app', client_secret: 'not-looked-at', scope: 'openid', audience: 'x' }
  const empty = { grant_type: '', scope: '' }
  const query = { loginSession: 'slack_id=', loginAccessToken: 'm2m_token=' }[operation]
  const link = { loginSession: { slack_id: 'dGVhbTp1c2Vy' }, loginAccessToken: { m2m_token: 'abc' } }[operation]
  return [
    { form: { ...form, grant_type: 'password', ...ofClients } },
    { multipart: { ...form, ...ofClients } },
    { form: { ...form, ...empty }, query: 'account_name=' },
    { multipart: { ...form, ...empty } },
    { form, query },
    { form, query: { third_party: true } },
    { form, query: link },
  ]
}

/** Requests that are no login, and the place that a refusal has to name. */
const broken: readonly (readonly [Sent, string])[] = [
  [{ form: { username: 'someone@example.com' } }, 'body,password'],
  [{ form: { password: 'x' } }, 'body,username'],
  [{ multipart: { username: 'someone@example.com' } }, 'body,password'],
  [{ form: { username: 'someone@example.com', password: 'x', grant_type: 'client_credentials' } }, 'body,grant_type'],
  [{ form: { username: 'a'.repeat(255), password: 'x' } }, 'body,username'],
  ...['third_party=', 'third_party=1', 'third_party=TRUE', 'third_party=true&third_party=false'].map(
    (query): readonly [Sent, string] => [
      { form: { username: 'a@example.com', password: 'x' }, query },
      'query,third_party',
    ],
  ),
]

/** What both logins take, and say. */
function passwords(operation: Login) {
  const send = loginAt(operation)
  return checksOf(operation, [
    {
      title: 'what OAuth clients send along is taken, and what is empty counts as not sent',
      tags: ['form'],
      facts: ['NS-03', 'NS-17', 'NS-18', 'NS-19', 'NS-31', 'NS-32', 'NS-36', 'NS-76', 'NS-77'],
      async run(probe) {
        for (const request of taken(operation, probe.people)) await send(probe, 200, request)
      },
    },
    {
      title: 'the broken place is named',
      tags: ['validation'],
      facts: ['NS-31', 'NS-35', 'NS-70'],
      needs: ['server'],
      async run(probe) {
        for (const [request, place] of broken) {
          const answer = await send(probe, 422, request)
          const { detail } = answer.body as { detail: readonly { loc: readonly string[] }[] }
          const named = detail.some(({ loc }) => loc.join() === place)
          answer.holds(`a loc of ${place}`, named, detail)
        }
      },
    },
    {
      title: 'the text of a wrong login is the documented one',
      tags: ['form'],
      facts: ['NS-42'],
      async run(probe) {
        const answer = await send(probe, 401, { form: { username: freshEmail(), password: 'x' } })
        answer.has('the body', { detail: 'Incorrect email or password' }, answer.body as object)
      },
    },
  ])
}

/** What the password logins promise: both alike, and each of its own medium. */
export const login = [
  ...(['loginSession', 'loginAccessToken'] as const).flatMap(passwords),
  ...checksOf('loginSession', [
    {
      title: 'a password buys a cookie that stands for the user',
      tags: ['authentication', 'cookies'],
      facts: ['NS-01', 'NS-02', 'NS-22', 'NS-26', 'NS-45'],
      needs: ['server'],
      async run({ send, people }) {
        const answer = await send('loginSession', 200, { form: loginForm(people.ordinary) })
        answer.is('the body', null, answer.body)
        hasAttributes(answer, 'session_id', { sameSite: 'Lax', seconds: halfDay })
        const cookie = sentCookie(answer, 'session_id')
        const me = await send('getCurrentUser', 200, { cookie, path: { account_name: people.account } })
        me.is('the e-mail', people.ordinary.email, me.body.email)
      },
    },
  ]),
  ...checksOf('loginAccessToken', [
    {
      title: 'a password buys a bearer token and no cookie',
      tags: ['authentication', 'cookies'],
      facts: ['NS-01', 'NS-12', 'NS-13', 'NS-25', 'NS-68'],
      async run({ send, people }) {
        const answer = await send('loginAccessToken', 200, { form: loginForm(people.ordinary) })
        setsNo(answer, 'session_id')
      },
    },
  ]),
]
