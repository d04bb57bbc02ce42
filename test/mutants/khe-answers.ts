import { answering, callerOf, handling, handlingIn, looking, overlooking, wording } from './breaking.ts'
import { storing, withMembers } from './contexts.ts'
import { forwardedAddressTrusted, noThrottle, unknownNamesNotCounted } from './guessing.ts'
import { mutantsOf } from './mutant.ts'

const unknownMembers = overlooking(({ keyword }) => keyword === 'additionalProperties')

/** KHE: the form of answers, what refusals tell, and how guesses are slowed down. */
export const kheAnswers = mutantsOf('khe', [
  {
    name: 'unknown-members-ignored',
    kind: 'validation',
    title: 'Members that are not documented are dropped without a word',
    facts: ['KH-61', 'KH-72'],
    break: unknownMembers,
  },
  {
    name: 'wrong-login-is-401',
    kind: 'form',
    title: 'A refused login answers 401',
    facts: ['KH-30'],
    break: looking((look, { refusal }) => (refusal === 'wrong-login' ? { ...look, status: 401 } : look)),
  },
  {
    name: 'unknown-e-mail-told',
    kind: 'enumeration',
    title: 'An e-mail that nobody has gets a message of its own',
    facts: ['KH-30'],
    break: handling('createToken', (next) => async (request, context) => {
      const outcome = await next(request, context)
      const { email } = request.body as { readonly email: string }
      const known = await context.store.accounts.identify({ kind: 'login', value: email })
      return 'refusal' in outcome && outcome.refusal === 'wrong-login' && !known
        ? { status: 400, body: { errors: ['No account has that email'] } }
        : outcome
    }),
  },
  {
    name: 'taken-e-mails-not-counted',
    kind: 'throttling',
    title: 'Sign-ups with a taken e-mail are answered as fast as they come',
    facts: ['KH-78'],
    break: handlingIn(
      'createUser',
      storing(({ failures }) => ({ failures: withMembers(failures, { guessed: async () => {} }) })),
    ),
  },
  {
    name: 'no-throttle',
    kind: 'throttling',
    title: 'The login limiter is not mounted',
    facts: ['KH-64'],
    break: noThrottle,
  },
  {
    name: 'unknown-names-not-counted',
    kind: 'throttling',
    title: 'Failures are a column of the user, so that e-mails nobody has are never slowed down',
    facts: ['KH-64'],
    break: unknownNamesNotCounted,
  },
  {
    name: 'forwarded-address-trusted',
    kind: 'throttling',
    title: 'The limiter counts by `X-Forwarded-For`, whoever sends it',
    facts: ['KH-64'],
    break: forwardedAddressTrusted,
  },
  {
    name: 'change-of-e-mail-told-to-nobody',
    kind: 'form',
    title: 'A change of the e-mail is written, and no message sent',
    facts: ['KH-74'],
    break: handling('updateUser', (next) => async (request, context) => {
      const { email, ...others } = request.body as { readonly email?: string }
      const { account } = callerOf(context)
      const changed = email === undefined || (await context.store.accounts.setEmail(account, email.toLowerCase()))
      return changed ? next({ ...request, body: others }, context) : next(request, context)
    }),
  },
  {
    name: 'expires-in-seconds',
    kind: 'form',
    title: '`expires` is a number of seconds',
    facts: ['KH-24'],
    break: answering<{ expires: string }>('createToken', 200, (body) => ({
      ...body,
      expires: Math.floor(Date.parse(body.expires) / 1_000),
    })),
  },
  {
    name: 'one-error-as-text',
    kind: 'form',
    title: 'A refusal is `error`, a text',
    facts: ['KH-32'],
    break: wording(({ errors }) => ({ error: String(errors) })),
  },
  {
    name: 'first-error-only',
    kind: 'validation',
    title: 'The validator stops at the first error',
    facts: ['KH-33'],
    break: wording(({ errors }) => ({ errors: (errors as readonly string[]).slice(0, 1) })),
  },
])
