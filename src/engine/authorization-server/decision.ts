import type { Finding } from '../../contract/finding.ts'
import type { Context } from '../../served/api.ts'
import { demoPassword } from '../../served/demo.ts'
import type { Account } from '../../store/accounts.ts'
import type { Unit } from '../../store/api-store.ts'
import { type SignInRefusal, signIn } from '../../store/sign-in.ts'
import { type ConsentQuestion, consentPage, type Offered } from './page.ts'
import type { Parameters } from './parameters.ts'
import { Refused } from './refused.ts'

/** The fields of the page's forms. */
export const decisionFields = ['form_token', 'decision', 'account', 'username', 'password'] as const

/** The accounts that the page offers, as far as this world has them: those of the demo data. */
const demoLogins = ['ada', 'grace']

export async function offeredAccounts({ store }: Pick<Context, 'store'>): Promise<readonly Offered[]> {
  const found = await Promise.all(
    demoLogins.map(async (login) => ({ login, known: await store.accounts.identify({ kind: 'login', value: login }) })),
  )
  return found.flatMap(({ login, known }) =>
    known && known.account.disabled === undefined
      ? [{ login, name: known.account.name, email: known.account.email }]
      : [],
  )
}

/**
 * Signs in the account that was chosen or typed, and issues what the user agreed to in the same unit. Choosing an account
 * sends the published password, so it works while the account has that one. After a failed sign-in the page is shown again.
 */
export async function agree<Result extends object>(
  fields: Parameters,
  context: Context,
  { question, issue }: Agreement<Result>,
): Promise<Result> {
  const { account = '' } = fields
  const isOffered = demoLogins.includes(account)
  const login = isOffered ? account : (fields.username ?? '')
  const password = isOffered ? demoPassword.plain : (fields.password ?? '')
  const signedIn = await signIn(context, { login, password, address: context.address })
  const outcome = 'refusal' in signedIn ? signedIn : await signedIn.commit(issue)
  if (isRefusal(outcome)) throw await again(outcome, context, question)
  return outcome
}

interface Agreement<Result> {
  readonly question: Omit<ConsentQuestion, 'offered' | 'problem'>
  readonly issue: (unit: Unit, account: Account) => Promise<Result>
}

function isRefusal<Result extends object>(outcome: Result | SignInRefusal): outcome is SignInRefusal {
  return 'refusal' in outcome
}

async function again(
  refusal: SignInRefusal,
  context: Context,
  question: Agreement<object>['question'],
): Promise<Refused> {
  const { status, problem, headers, finding } = told(refusal)
  const reply = consentPage(status, { ...question, offered: await offeredAccounts(context), problem })
  return new Refused({ ...reply, headers: { ...reply.headers, ...headers }, ...(finding && { finding }) })
}

interface Told {
  readonly status: number
  readonly problem: string
  readonly headers?: Readonly<Record<string, string>>
  readonly finding?: Finding | undefined
}

function told(refusal: SignInRefusal): Told {
  if (refusal.refusal === 'wrong-login')
    return { status: 400, problem: 'The user name or the password is wrong.', finding: refusal.finding }
  const headers = { 'Retry-After': String(refusal.retryAfter) }
  return refusal.refusal === 'throttled'
    ? { status: 429, problem: `Too many tries. Wait ${refusal.retryAfter} seconds.`, headers }
    : { status: 503, problem: 'The server is busy. Try again.', headers }
}
