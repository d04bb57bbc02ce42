import type { PublishedPassword } from '../auth/password.ts'

/** The password of `ada` and `grace` in every API. */
export const demoPassword = {
  plain: 'correct-horse-battery-staple',
  hash: '$argon2id$v=19$m=19456,t=2,p=1$im7pdwBEMadnuixuCKYUog$lNq8UUlrIatzk2aQni8xQLhUuEN0TbUnZlrXBJjhaio',
} as const satisfies PublishedPassword
