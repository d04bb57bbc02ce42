import { isPassword } from '../auth/password.ts'
import { busy, type WorkQueue } from '../auth/work-queue.ts'
import type { Refusal } from '../contract/refusal.ts'
import type { Account } from './accounts.ts'
import type { ApiStore } from './api-store.ts'
import type { Attempt } from './failures.ts'

/** A login that did not come about; every wrong one looks alike. */
export type SignInRefusal = Extract<Refusal, { refusal: 'wrong-login' | 'throttled' | 'unavailable' }>

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

/**
 * Checks a name and a password: the same work and the same answer whether the name is unknown, the password wrong or the
 * account disabled or not admitted by the API's own rule (OWASP ASVS 5.0, 6.3.8). The limits are asked before the queue, which a flood must not fill, and again
 * in it, where no more than its slots can slip past (NIST SP 800-63B-4, 5.2.2).
 */
export async function signIn(
  { accounts, failures }: ApiStore,
  hashing: WorkQueue,
  attempt: SignInAttempt,
): Promise<Account | SignInRefusal> {
  const admits = (account: Account) => account.disabled === undefined && (attempt.admits?.(account) ?? true)
  const early = await throttled(failures, attempt)
  if (early) return early
  const outcome = await hashing.run(async () => {
    const late = await throttled(failures, attempt)
    if (late) return late
    const found = await accounts.identify({ kind: 'login', value: attempt.login })
    const matches = await isPassword(found?.password, attempt.password)
    const account = matches ? found?.account : await attempt.alternative?.(found?.account)
    if (!account || !admits(account)) {
      await failures.failed(attempt)
      return { refusal: 'wrong-login' } as const
    }
    await failures.succeeded(attempt)
    return account
  })
  return outcome === busy ? { refusal: 'unavailable', retryAfter: 1 } : outcome
}

async function throttled(failures: ApiStore['failures'], attempt: Attempt): Promise<SignInRefusal | undefined> {
  const retryAfter = await failures.wait(attempt)
  return retryAfter > 0 ? { refusal: 'throttled', retryAfter } : undefined
}
