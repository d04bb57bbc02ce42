import type { Finding } from '../contract/finding.ts'
import type { Refusal } from '../contract/refusal.ts'
import type { Account } from './account.ts'
import type { ApiStore } from './api-store.ts'
import { commitSignIn, type Identified, type Issuance } from './commit-sign-in.ts'
import type { Attempt } from './failures.ts'
import type { Hashing } from './hashing.ts'

/** A login that did not come about; every wrong one looks alike. */
export type SignInRefusal = Extract<Refusal, { refusal: 'wrong-login' | 'throttled' | 'unavailable' }>

/** A login with a valid password. Credentials are issued by its `commit` only. */
export interface SignedIn {
  readonly account: Account
  /**
   * Issues the credentials if the account and its password are still what was verified. A password change, disabling or
   * deletion either comes before it, and this is a wrong login, or after it, and ends what was issued.
   */
  commit<Result extends object>(issue: Issuance<Result>): Promise<Result | SignInRefusal>
}

/** A try at signing in, and what of it only its API knows. */
export interface SignInAttempt extends Attempt {
  readonly password: string
  readonly admits?: (account: Account) => boolean
  /**
   * What else the password may be, such as a one-time password: asked after the one hashing, which is never spared. It
   * is told whose name was typed, says who is signed in, and must cost the same for every wrong answer.
   */
  readonly alternative?: ((account: Account | undefined) => Promise<Account | undefined>) | undefined
}

interface SignInParts {
  readonly store: ApiStore
  readonly hashing: Hashing
}

/**
 * Checks a name and a password: the same work and the same answer whether the name is unknown, the password wrong or the
 * account disabled or not admitted by the API's own rule (OWASP ASVS 5.0, 6.3.8). The limits are asked before the queue, which a flood must not fill, and again
 * in it, where no more than its slots can slip past (NIST SP 800-63B-4, 5.2.2).
 */
export async function signIn(
  { store, hashing }: SignInParts,
  attempt: SignInAttempt,
): Promise<SignedIn | SignInRefusal> {
  const { accounts, failures } = store
  const early = await throttled(failures, attempt)
  if (early) return early
  return hashing.run(async (passwords) => {
    const late = await throttled(failures, attempt)
    if (late) return late
    const found = await accounts.identify({ kind: 'login', value: attempt.login })
    const matches = await passwords.verify(found?.password, attempt.password)
    const account = matches ? found?.account : await attempt.alternative?.(found?.account)
    if (!account || !isAdmitted(account, attempt)) {
      await failures.failed(attempt)
      return { refusal: 'wrong-login', finding: whyNot(found?.account, account) } as const
    }
    await failures.succeeded(attempt)
    return signedIn(store, attempt, { account, password: found?.password })
  })
}

/** For those who run the server: whose name was typed, and who it would have been. */
function whyNot(named: Account | undefined, proven: Account | undefined): Finding {
  if (!named && !proven) return { is: 'wrong-name' }
  const { email: subject, disabled } = proven ?? named ?? { email: '', disabled: undefined }
  if (!proven) return { is: 'wrong-password', subject }
  return disabled === undefined ? { is: 'not-activated', subject } : { is: 'disabled', subject, since: disabled }
}

function isAdmitted(account: Account, { admits }: SignInAttempt): boolean {
  return account.disabled === undefined && (admits?.(account) ?? true)
}

function signedIn(store: ApiStore, attempt: SignInAttempt, { account, password }: Identified): SignedIn {
  const isStill = (now: Identified) =>
    now.account.id === account.id && now.password === password && isAdmitted(now.account, attempt)
  return {
    account,
    async commit(issue) {
      const issued = await commitSignIn(store, { kind: 'login', value: attempt.login }, isStill, issue)
      if (!issued) await store.failures.failed(attempt)
      return issued ?? { refusal: 'wrong-login', finding: { is: 'changed', subject: account.email } }
    },
  }
}

async function throttled(failures: ApiStore['failures'], attempt: Attempt): Promise<SignInRefusal | undefined> {
  const retryAfter = await failures.wait(attempt)
  return retryAfter > 0 ? { refusal: 'throttled', retryAfter } : undefined
}
