import { day } from '../../src/auth/clock.ts'
import type { Reply } from '../../src/contract/handler.ts'
import { all, answering, bodyOf, handling, handlingIn, overlooking } from './breaking.ts'
import { behind } from './contexts.ts'
import { failed, givingKeys } from './innodata-answers.ts'
import { mutantsOf } from './mutant.ts'

interface SignUp {
  readonly email: string
  readonly name: string
  readonly password: string
}

interface Envelope {
  readonly response: Readonly<Record<string, unknown>>
}

/** Innodata: the link of the activation, and what a user has before it. */
export const innodataActivation = mutantsOf('innodata', [
  {
    name: 'link-works-twice',
    kind: 'one-time',
    title: 'The link of the activation is looked up, and not used up',
    facts: ['IN-55', 'IN-56'],
    break: handling('activateUser', (next) => {
      const shown = new Map<unknown, Reply>()
      return async (request, context) => {
        const again = shown.get(request.query.token)
        if (again) return again
        const outcome = await next(request, context)
        if (!('refusal' in outcome) && outcome.status === 200) shown.set(request.query.token, outcome)
        return outcome
      }
    }),
  },
  {
    name: 'link-works-for-two-days',
    kind: 'lifetime',
    title: 'The link of the activation works for 48 hours',
    facts: ['IN-55', 'IN-56'],
    break: handlingIn('activateUser', behind(day)),
  },
  {
    name: 'used-link-is-told-apart',
    kind: 'enumeration',
    title: 'A link that was used says that the account is active already',
    facts: ['IN-56'],
    break: handling('activateUser', (next) => async (request, context) => {
      const found = await context.store.secrets.find('activation', String(request.query.token))
      const outcome = await next(request, context)
      return found?.state === 'consumed' ? failed(context, 404, 'Your account is active already') : outcome
    }),
  },
  {
    name: 'activated-without-keys',
    kind: 'form',
    title: 'The link activates the account, and the keys are made at the next login',
    facts: ['IN-55', 'IN-24'],
    break: responding('activateUser', 200, (user) => ({ ...user, api_keys: { live: null, test: null } })),
  },
  {
    name: 'activated-and-not-verified',
    kind: 'form',
    title: 'The link activates the account, and `email_verified` stays false',
    facts: ['IN-55'],
    break: responding('activateUser', 200, (user) => ({ ...user, email_verified: false })),
  },
  {
    name: 'no-login-before-activation',
    kind: 'authentication',
    title: 'A login before the activation is refused',
    facts: ['IN-57'],
    break: handling('login', (next) => async (request, context) => {
      const outcome = await next(request, context)
      const user = (bodyOf(outcome).response ?? {}) as { readonly activated?: boolean }
      return user.activated === false ? { refusal: 'wrong-login' } : outcome
    }),
  },
  {
    name: 'keys-without-activation',
    kind: 'authentication',
    title: 'Keys are made by the first login, activated or not',
    facts: ['IN-57'],
    break: givingKeys(
      ({ activated }) => !activated,
      () => undefined,
    ),
  },
  {
    name: 'activated-by-saying-so',
    kind: 'authorization',
    title: 'The body of a sign-up is spread into the new user',
    facts: ['IN-62'],
    break: all(
      overlooking(({ keyword }) => keyword === 'additionalProperties'),
      handling('createUser', (next) => async (request, context) => {
        const outcome = await next(request, context)
        const { email, activated } = request.body as SignUp & { readonly activated?: boolean }
        const made = await context.store.accounts.identify({ kind: 'login', value: email })
        if (made && activated) await context.store.accounts.setData(made.account.id, { activated })
        return outcome
      }),
    ),
  },
])

function responding(
  operation: string,
  status: number,
  change: (response: Envelope['response']) => Envelope['response'],
) {
  return answering<Envelope>(operation, status, (body) => ({ ...body, response: change(body.response) }))
}
