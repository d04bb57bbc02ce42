import { hashSecret } from '../auth/secret.ts'
import { type PasswordWay, passwordWays } from '../conformance/derived/password-ways.ts'
import type { Plan } from '../conformance/derived/plan.ts'
import type { Finding } from '../contract/finding.ts'
import type { Refusal } from '../contract/refusal.ts'
import { refuse } from '../contract/refusal-causes.ts'
import { readWorldCookie } from '../engine/world-cookies.ts'
import type { Context } from '../served/api.ts'
import { type Break, everywhere, handling, handlingIn } from './breaking.ts'
import { stating, storing, withMembers } from './contexts.ts'
import { atEach, type Kind, where } from './kind.ts'
import { unlessEnded } from './lifetime-kinds.ts'

/** Mistakes in how people log in. */
export const loginKinds: readonly Kind[] = [
  {
    id: 'any-password',
    title: 'The password of an account is not compared',
    rules: ['wrong-login-refused'],
    breaks: (plan) => comparing(plan, () => true),
  },
  {
    id: 'password-in-any-case',
    title: 'Passwords are compared in any letter case',
    rules: ['password-compared-exactly'],
    breaks: (plan) => comparing(plan, (sent, right) => sent.toLowerCase() === right.toLowerCase()),
  },
  {
    id: 'password-cut',
    title: 'Passwords are compared up to their last character',
    rules: ['wrong-login-refused'],
    breaks: (plan) => comparing(plan, (sent, right) => sent.length > 0 && right.slice(0, -1) === sent),
  },
  {
    id: 'password-normalized',
    title: 'Passwords are compared after NFKC',
    rules: ['password-not-normalized'],
    breaks: (plan) => comparing(plan, (sent, right) => sent.normalize('NFKC') === right.normalize('NFKC')),
  },
  {
    id: 'name-without-tag',
    title: 'What is behind a plus sign of a login name is ignored',
    rules: ['login-name-exact'],
    breaks: (plan) =>
      atLogins(plan, (operation) =>
        handlingIn(
          operation,
          stating({
            all: ({ sql, values }) => ({
              sql,
              values: sql.includes('FROM identities i')
                ? values.map((value) => (typeof value === 'string' ? value.replace(/\+[^@]*/, '') : value))
                : values,
            }),
          }),
        ),
      ),
  },
  {
    id: 'unknown-told-apart',
    title: 'A login says that there is no such account',
    rules: ['refused-alike', 'wrong-login-refused'],
    breaks: (plan) => telling(plan, 'wrong-name', refuse('unknown-account')),
  },
  {
    id: 'disabled-told-apart',
    title: 'A login says that the account is disabled',
    rules: ['disabled-account-refused'],
    breaks: (plan) => telling(plan, 'disabled', { refusal: 'forbidden' }),
  },
  {
    id: 'no-throttling',
    title: 'The limiter is not mounted at the login',
    rules: ['guessing-slowed-down'],
    breaks: (plan) =>
      limiting(plan, ({ store: { failures } }) => ({
        failures: withMembers(failures, { wait: async () => 0, waitOfAddress: () => 0 }),
      })),
  },
  {
    id: 'one-count-for-all',
    title: 'The limiter counts all names as one',
    rules: ['others-not-locked-out'],
    breaks: (plan) =>
      limiting(plan, ({ store: { failures } }) => {
        const one = { login: 'all', address: 'all' }
        return {
          failures: withMembers(failures, {
            wait: () => failures.wait(one),
            failed: () => failures.failed(one),
            succeeded: async () => {},
          }),
        }
      }),
  },
  {
    id: 'forwarded-address-trusted',
    title: 'The limiter counts by the address that a client says it has',
    rules: ['forwarded-address-not-trusted'],
    breaks: (plan) =>
      limiting(plan, ({ fields, store: { failures } }) => {
        const address = fields('x-forwarded-for')[0]
        const said = <Attempt extends { login: string }>(attempt: Attempt) =>
          address === undefined ? attempt : { ...attempt, address, login: `${attempt.login} ${address}` }
        return {
          failures: withMembers(failures, {
            wait: (attempt) => failures.wait(said(attempt)),
            failed: (attempt) => failures.failed(said(attempt)),
          }),
        }
      }),
  },
  {
    id: 'code-usable-twice',
    title: 'What may be used once is not ended when it is used',
    rules: ['code-works-once'],
    breaks: (plan) =>
      where(plan.actions('send-code').length > 0, () => everywhere(stating({ run: unlessEnded('consumed') }))),
  },
  {
    id: 'state-of-any-browser',
    title: 'The state of a login at a provider is not compared with the browser that has it',
    rules: ['state-bound-to-browser'],
    breaks: (plan) =>
      atEach(
        plan.ways.flatMap(({ redirect }) => redirect?.callback ?? []),
        (operation) =>
          handlingIn(operation, (context) => ({
            ...context,
            keys: withMembers(context.keys, {
              unseal(...given) {
                const login: object = JSON.parse(context.keys.unseal(...given))
                return JSON.stringify({ ...login, binding: hashSecret(readWorldCookie(context, 'login_id')) })
              },
            }),
          })),
      ),
  },
]

function atLogins(
  plan: Plan,
  change: (operation: string) => Break,
  isMeant: (login: PasswordWay) => boolean = () => true,
): Break | undefined {
  return atEach(
    passwordWays(plan)
      .filter(isMeant)
      .map(({ operation }) => operation.id),
    change,
  )
}

/** Logins that also take a password that is like one that was right before. */
function comparing(plan: Plan, isTaken: (sent: string, right: string) => boolean): Break | undefined {
  const known = new Map<string, string>()
  return atLogins(plan, (operation) =>
    handlingIn(operation, (context) => ({
      ...context,
      hashing: withMembers(context.hashing, {
        run: (work) =>
          context.hashing.run((passwords) =>
            work({
              ...passwords,
              async verify(stored, password) {
                const isRight = await passwords.verify(stored, password)
                if (stored === undefined) return isRight
                if (isRight) known.set(stored, password)
                const right = known.get(stored)
                return isRight || (right !== undefined && isTaken(password, right))
              },
            }),
          ),
      }),
    })),
  )
}

/** Logins that are refused in another way for one reason. */
function telling(plan: Plan, reason: Finding['is'], told: Refusal): Break | undefined {
  return atLogins(plan, (operation) =>
    handling(operation, (next) => async (request, context) => {
      const outcome = await next(request, context)
      const isMeant = 'refusal' in outcome && outcome.refusal === 'wrong-login' && outcome.finding?.is === reason
      return isMeant ? told : outcome
    }),
  )
}

function limiting(plan: Plan, change: (context: Context) => Partial<Context['store']>): Break | undefined {
  return atLogins(
    plan,
    (operation) => handlingIn(operation, (context) => storing(() => change(context))(context)),
    ({ operation }) => operation.responses.has('429'),
  )
}
