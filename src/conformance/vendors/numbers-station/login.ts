import { hasChallengeOf } from '../../challenge.ts'
import { freshEmail, freshWord } from '../../fresh.ts'
import { bearerLogin } from './bearer-login.ts'
import { cookieLogin } from './cookie-login.ts'
import { setsNo } from './cookies.ts'
import { loginBodies } from './login-bodies.ts'
import { checksOf, type Login, loginAt, loginForm, ownUser } from './probe.ts'

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
        unknown.saysAs(wrong)
        hasChallengeOf(unknown, wrong)
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
        answer.has('the body', { detail: 'Incorrect email or password' }, answer.body as object)
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
        none.saysAs(other)
        setsNo(none, 'session_id')
      },
    },
  ])
}

/** What ends a login before its form is looked at. */
function refusals(operation: Login) {
  const send = loginAt(operation)
  return checksOf(operation, [
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
          await send(probe, 429, { form: { username, password: known.password } })
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
        setsNo(answer, 'session_id')
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

/** What the password logins promise: both alike, and each of its own medium. */
export const login = [
  ...(['loginSession', 'loginAccessToken'] as const).flatMap((operation) => [
    ...passwords(operation),
    ...loginBodies(operation),
    ...refusals(operation),
  ]),
  ...cookieLogin,
  ...bearerLogin,
]
