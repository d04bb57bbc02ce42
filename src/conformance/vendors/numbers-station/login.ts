import { freshEmail } from '../../fresh.ts'
import { bearerLogin } from './bearer-login.ts'
import { cookieLogin } from './cookie-login.ts'
import { loginBodies } from './login-bodies.ts'
import { checksOf, type Login, loginAt, loginForm } from './probe.ts'

const emptyQuery = { loginSession: 'slack_id=', loginAccessToken: 'm2m_token=' } as const

/** Who gets in by a password, and what is told of others. */
function passwords(operation: Login) {
  const send = loginAt(operation)
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
      title: 'what OAuth clients send along is taken, and has no effect',
      tags: ['form'],
      facts: ['NS-76'],
      async run(probe) {
        const extra = { client_id: 'app', client_secret: 'not-looked-at', scope: 'openid', audience: 'x' }
        await send(probe, 200, { form: { ...loginForm(probe.people.ordinary), grant_type: 'password', ...extra } })
        await send(probe, 200, { multipart: { ...loginForm(probe.people.ordinary), ...extra } })
      },
    },
    {
      title: 'empty texts count as not sent',
      tags: ['form'],
      facts: ['NS-77'],
      needs: ['server'],
      async run(probe) {
        const form = { ...loginForm(probe.people.ordinary), grant_type: '', scope: '' }
        await send(probe, 200, { form, query: 'account_name=' })
        await send(probe, 200, { multipart: form })
        await send(probe, 200, { form, query: emptyQuery[operation] })
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
  ...(['loginSession', 'loginAccessToken'] as const).flatMap((operation) => [
    ...passwords(operation),
    ...loginBodies(operation),
  ]),
  ...cookieLogin,
  ...bearerLogin,
]
