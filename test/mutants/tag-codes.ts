import { minute } from '../../src/auth/clock.ts'
import { isOneTimePassword } from '../../src/auth/one-time-password.ts'
import { Secrets } from '../../src/store/secrets.ts'
import { all, answering, type Called, callerOf, handling, handlingIn } from './breaking.ts'
import { storing, withMembers } from './contexts.ts'
import { mutantsOf } from './mutant.ts'

const [token, send] = ['createAccessToken', 'sendOtp'] as const

/** TAG: one-time passwords, and the list of delegates. */
export const tagCodes = mutantsOf('tag', [
  {
    name: 'code-works-twice',
    kind: 'one-time',
    title: 'A one-time password is compared, and not used up',
    facts: ['TG-59'],
    break: handlingIn(
      token,
      storing(({ secrets }) => ({ secrets: withMembers(secrets, { end: async () => true }) })),
    ),
  },
  {
    name: 'code-lives-twenty-minutes',
    kind: 'lifetime',
    title: 'A one-time password lives for twenty minutes',
    facts: ['TG-16', 'TG-50'],
    break: handlingIn(
      token,
      storing(({ scope, secrets }) => {
        const late = new Secrets({ ...scope, clock: () => scope.clock() - 10 * minute })
        return { secrets: withMembers(secrets, { list: (kind, subject) => late.list(kind, subject) }) }
      }),
    ),
  },
  {
    name: 'every-code-sent-works',
    kind: 'one-time',
    title: 'A new one-time password leaves the one before it as it is',
    facts: ['TG-59'],
    break: all(
      handlingIn(
        send,
        storing(({ secrets }) => ({
          secrets: withMembers(secrets, { issue: ({ atMost: _, ...wanted }) => secrets.issue(wanted) }),
        })),
      ),
      handling(token, (next) => async (request, context) => {
        const { store } = context
        const { username = '' } = request.body as { readonly username?: string }
        const pending = await store.secrets.list('one-time-password', `address ${username}`)
        for (const one of pending.slice(0, -1)) {
          const alone = withMembers(store.secrets, { list: async () => [one] })
          const outcome = await next(request, { ...context, store: { ...store, secrets: alone } })
          if (!('refusal' in outcome) && outcome.status === 200) return outcome
        }
        return next(request, context)
      }),
    ),
  },
  {
    name: 'code-for-any-address-of-the-user',
    kind: 'one-time',
    title: 'A one-time password belongs to the user, and not to the address it went to',
    facts: ['TG-59'],
    break: handling(token, (next) => async (request, context) => {
      const form = request.body as { readonly username?: string; readonly password?: string }
      const outcome = await next(request, context)
      const found = await context.store.accounts.identify({ kind: 'login', value: form.username ?? '' })
      if (!found || !isOneTimePassword(form.password ?? '') || !('refusal' in outcome)) return outcome
      for (const username of await context.store.accounts.identities(found.account.id, 'login')) {
        const other = await next({ ...request, body: { ...form, username } }, context)
        if (!('refusal' in other)) return other
      }
      return outcome
    }),
  },
  {
    name: 'codes-guessed-without-end',
    kind: 'throttling',
    title: 'Wrong one-time passwords are not counted',
    facts: ['TG-60'],
    break: handlingIn(token, unlimited),
  },
  {
    name: 'codes-sent-without-end',
    kind: 'throttling',
    title: 'A one-time password is sent as often as it is asked for',
    facts: ['TG-61'],
    break: handlingIn(send, unlimited),
  },
  {
    name: 'codes-sent-though-off',
    kind: 'authorization',
    title: 'The setting is asked where one-time passwords are used, and not where they are sent',
    facts: ['TG-12', 'TG-58'],
    break: handlingIn(send, (context) => set(context, { otpEnabled: true })),
  },
  {
    name: 'codes-taken-though-off',
    kind: 'authorization',
    title: 'The setting is asked where one-time passwords are sent, and not where they are used',
    facts: ['TG-12'],
    break: handlingIn(token, (context) => set(context, { otpEnabled: true })),
  },
  {
    name: 'codes-for-users',
    kind: 'authorization',
    title: "A user's token may request one-time passwords",
    facts: ['TG-58'],
    break: handlingIn(send, (context) => ({
      ...context,
      caller: { ...(context.caller as object), account: undefined },
    })),
  },
  {
    name: 'new-users-though-off',
    kind: 'authorization',
    title: 'Whoever asks for a one-time password can be registered by it',
    facts: ['TG-13', 'TG-14'],
    break: all(
      handlingIn(send, (context) => set(context, { allowNewUsers: true })),
      handlingIn(token, (context) => set(context, { allowNewUsers: true })),
    ),
  },
  {
    name: 'unknown-address-is-404',
    kind: 'enumeration',
    title: 'An address that nobody has is not found',
    facts: ['TG-14', 'TG-48'],
    break: handling(send, (next) => async (request, context) => {
      const { email, phone } = request.body as { readonly email?: string; readonly phone?: string }
      const known = await context.store.accounts.identify({ kind: 'login', value: email ?? phone ?? '' })
      return known ? next(request, context) : { status: 404, body: { code: 404, message: 'No user has that address' } }
    }),
  },
  {
    name: 'address-normalised',
    kind: 'form',
    title: 'The address is answered as it is stored, in lower case',
    facts: ['TG-40'],
    break: answering<{ data: { email?: string } }>(send, 200, (body) => ({
      ...body,
      data: body.data.email === undefined ? body.data : { email: body.data.email.toLowerCase() },
    })),
  },
  {
    name: 'meta-as-an-object',
    kind: 'form',
    title: 'An empty `meta` is an object',
    facts: ['TG-19', 'TG-41'],
    break: answering<object>(send, 200, (body) => ({ ...body, meta: {} })),
  },
  {
    name: 'phone-left-out',
    kind: 'form',
    title: 'A delegate is shown without what is null',
    facts: ['TG-82'],
    break: answering<{ data: readonly { phone: string | null }[] }>('listDelegates', 200, (body) => ({
      ...body,
      data: body.data.map(({ phone, ...delegate }) => ({ ...delegate, ...(phone !== null && { phone }) })),
    })),
  },
  {
    name: 'total-of-the-page',
    kind: 'form',
    title: '`total` is the length of the page',
    facts: ['TG-23'],
    break: answering<{ data: readonly object[]; meta: object }>('listDelegates', 200, ({ data, meta }) => ({
      data,
      meta: { ...meta, total: data.length },
    })),
  },
  {
    name: 'list-for-users-alone',
    kind: 'authorization',
    title: "The list wants a user's token",
    facts: ['TG-83'],
    break: handling(
      'listDelegates',
      (next) => async (request, context) =>
        callerOf(context).account
          ? next(request, context)
          : { status: 403, body: { code: 403, message: 'Only a user may do this' } },
    ),
  },
])

function unlimited(context: Called): Called {
  return storing(({ rateLimits }) => ({ rateLimits: withMembers(rateLimits, { take: async () => 0 }) }))(context)
}

function set(context: Called, values: Readonly<Record<string, boolean>>): Called {
  return { ...context, settings: { ...context.settings, ...values } }
}
