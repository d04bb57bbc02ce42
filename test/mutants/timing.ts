import { setTimeout as sleep } from 'node:timers/promises'
import { type Called, handling } from './breaking.ts'
import { type Break, type Draft, type Mutant, mutantsOf } from './mutant.ts'

/** What a request says of whom it logs in. */
type Form = Readonly<Record<string, string | undefined>>

/** What tells who is known by the time that an answer takes. */
export const timing: readonly Mutant[] = [
  ...mutantsOf('nebula-block', [
    unhashed(
      ['NB-30'],
      answeringUnhashed('login', ({ username }) => username),
    ),
  ]),
  ...mutantsOf('khe', [
    unhashed(
      ['KH-30'],
      answeringUnhashed('createToken', ({ email }) => email),
    ),
  ]),
  ...mutantsOf('innodata', [
    unhashed(
      ['IN-43'],
      answeringUnhashed('login', ({ username }) => username),
    ),
  ]),
  ...mutantsOf('numbers-station', [
    unhashed(
      ['NS-42'],
      answeringUnhashed('loginAccessToken', ({ username }) => username),
    ),
  ]),
  ...mutantsOf('tag', [
    unhashed(
      ['TG-32', 'TG-85'],
      answeringUnhashed('createAccessToken', ({ grant_type: grant, username }) =>
        grant === 'password' ? username : undefined,
      ),
    ),
    {
      name: 'message-sent-meanwhile',
      kind: 'timing',
      title: 'The answer waits until the message has been handed over, where there is one',
      facts: ['TG-14', 'TG-48'],
      break: handling('sendOtp', (next) => async (request, context) => {
        const { email = '' } = request.body as Form
        if (await context.store.accounts.identify({ kind: 'login', value: email })) await sleep(50)
        return next(request, context)
      }),
    },
  ]),
]

function unhashed(facts: Draft['facts'], broken: Break): Draft {
  const title = 'A password is hashed only where there is an account to compare it with'
  return { name: 'unknown-name-is-faster', kind: 'timing', title, facts, break: broken }
}

/** A login that refuses names nobody has at once, once they have been counted. */
function answeringUnhashed(operation: string, nameIn: (form: Form) => string | undefined): Break {
  return handling(operation, (next) => async (request, context) => {
    const login = nameIn(request.body as Form)
    if (login === undefined || (await isKnown(login, context))) return next(request, context)
    const attempt = { login, address: context.address }
    const retryAfter = await context.store.failures.wait(attempt)
    if (retryAfter > 0) return { refusal: 'throttled', retryAfter }
    await context.store.failures.failed(attempt)
    return { refusal: 'wrong-login' }
  })
}

async function isKnown(login: string, { store }: Called): Promise<boolean> {
  return (await store.accounts.identify({ kind: 'login', value: login })) !== undefined
}
