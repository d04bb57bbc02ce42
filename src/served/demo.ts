import type { PublishedPassword } from '../auth/password.ts'
import type { NewAccount } from '../store/accounts.ts'

/** An account of the demo data, whose password is published. */
export interface DemoAccount extends Omit<NewAccount, 'password'> {
  readonly password: PublishedPassword
}

/** The password of `ada` and `grace` in every API. */
export const demoPassword = {
  plain: 'correct-horse-battery-staple',
  hash: '$argon2id$v=19$m=19456,t=2,p=1$im7pdwBEMadnuixuCKYUog$lNq8UUlrIatzk2aQni8xQLhUuEN0TbUnZlrXBJjhaio',
} as const satisfies PublishedPassword
