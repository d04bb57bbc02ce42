import type { Refusal } from '../../contract/refusal.ts'
import type { HashingRefusal } from '../../store/hashing.ts'
import type { KheContext } from './handlers.ts'

/** In bytes of UTF-8 (KH-49), which the contract, counting characters, can only come near to. */
const [shortest, longest] = [8, 1_024]

type PasswordRefusal = HashingRefusal | Extract<Refusal, { refusal: 'invalid' }>

/** The hash of a password that is being set, as a PHC string. */
export async function hashNewPassword(
  password: string,
  { hashing }: KheContext,
): Promise<{ readonly hash: string } | PasswordRefusal> {
  const bytes = Buffer.byteLength(password)
  if (bytes < shortest || bytes > longest) return invalidLength
  const hash = await hashing.run((passwords) => passwords.hash(password))
  return typeof hash === 'string' ? { hash } : hash
}

const invalidLength: PasswordRefusal = {
  refusal: 'invalid',
  violations: [
    {
      in: 'body',
      path: ['password'],
      keyword: 'length',
      message: `must be of ${shortest} to ${longest} bytes`,
    },
  ],
}
