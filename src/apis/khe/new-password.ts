import { busy } from '../../auth/work-queue.ts'
import type { Refusal } from '../../contract/refusal.ts'
import type { KheContext } from './handlers.ts'

/** In bytes of UTF-8 (KH-49), which the contract, counting characters, can only come near to. */
const [shortest, longest] = [8, 1_024]

type PasswordRefusal = Extract<Refusal, { refusal: 'invalid' | 'unavailable' }>

/** The hash of a password that is being set, as a PHC string. */
export async function hashNewPassword(
  password: string,
  { hashing, passwords }: KheContext,
): Promise<{ readonly hash: string } | PasswordRefusal> {
  const bytes = Buffer.byteLength(password)
  if (bytes < shortest || bytes > longest) return invalidLength
  const hash = await hashing.run(() => passwords.hash(password))
  return hash === busy ? { refusal: 'unavailable', retryAfter: 1 } : { hash }
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
