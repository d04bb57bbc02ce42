import type { Refusal } from '../../../contract/refusal.ts'
import type { Context } from '../../../served/api.ts'
import type { Acting } from '../claim.ts'
import { wrongLogin } from '../wrong-login.ts'

/** The account that a key or a client acts for. */
export async function accountNamed(name: string, { store }: Context): Promise<Acting | Refusal> {
  const { account } = (await store.accounts.identify({ kind: 'login', value: name })) ?? {}
  if (!account) return wrongLogin({ is: 'wrong-name' })
  const { email: subject, disabled } = account
  return disabled === undefined ? { account } : wrongLogin({ is: 'disabled', subject, since: disabled })
}
