/**
 * The password of `ada` and `grace` in every API, published on purpose and stored hashed, so that no start pays for
 * hashing it.
 */
export const demoPassword = {
  plain: 'correct-horse-battery-staple',
  hash: '$argon2id$v=19$m=19456,t=2,p=1$im7pdwBEMadnuixuCKYUog$lNq8UUlrIatzk2aQni8xQLhUuEN0TbUnZlrXBJjhaio',
} as const
