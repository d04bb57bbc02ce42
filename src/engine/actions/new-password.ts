import type { Refusal } from '../../contract/refusal.ts'
import type { Violation } from '../../contract/violation.ts'
import type { Context } from '../../served/api.ts'
import type { HashingRefusal } from '../../store/hashing.ts'
import type { Asked, Register } from '../../ways/declarations.ts'
import { membersOf } from '../values.ts'

type PasswordBytes = NonNullable<Register['passwordBytes']>
type PasswordRefusal = HashingRefusal | Extract<Refusal, { refusal: 'invalid' }>

const anyLength: PasswordBytes = { min: 0, max: Number.POSITIVE_INFINITY }

/**
 * The hash of a password that is being set, as a PHC string; nothing where none was sent. Its length is that in bytes of
 * UTF-8, which a contract, counting characters, can only come near to.
 */
export async function hashAskedPassword(
  password: string | undefined,
  from: Asked | undefined,
  bytes: PasswordBytes | undefined,
  { hashing }: Pick<Context, 'hashing'>,
): Promise<{ readonly hash: string | undefined } | PasswordRefusal> {
  if (password === undefined) return { hash: undefined }
  const { min, max } = bytes ?? anyLength
  const length = Buffer.byteLength(password)
  if (length < min || length > max) return { refusal: 'invalid', violations: [wrongLength(from, { min, max })] }
  const hash = await hashing.run((passwords) => passwords.hash(password))
  return typeof hash === 'string' ? { hash } : hash
}

function wrongLength(from: Asked | undefined, { min, max }: PasswordBytes): Violation {
  const [, pointer = ''] = /^\$request\.body#(.*)$/s.exec(String(from)) ?? []
  return { in: 'body', path: membersOf(pointer), keyword: 'length', message: `must be of ${min} to ${max} bytes` }
}
