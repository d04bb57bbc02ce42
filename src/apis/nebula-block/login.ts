import type { Account } from '../../store/accounts.ts'
import { signIn } from '../../store/sign-in.ts'
import { signAccessToken } from './credentials.ts'
import { succeeded } from './envelope.ts'
import type { NebulaHandlers } from './handlers.ts'

/** `POST /login`: a login name or an e-mail and a password buy an access token (NB-08, NB-10). */
export const login: NebulaHandlers['login'] = async ({ body }, context) => {
  const { username, password } = body
  const attempt = { login: username, password, address: context.address, admits: isActive }
  const signedIn = await signIn(context, attempt)
  if ('refusal' in signedIn) return signedIn
  // Signed before the store is asked for anything, which has nothing else to do while a unit is open.
  const token = await signAccessToken(signedIn.account, context)
  const data = await signedIn.commit(async ({ secrets }, account) => {
    await secrets.issue(token)
    return shown(account, token.secret)
  })
  return 'refusal' in data ? data : { status: 200, body: succeeded('Login successful', data) }
}

function shown({ id, name, email, role }: Account, jwtToken: string) {
  return { id: Number(id), name, email, is_staff: role === 'ADMIN', is_active: true, jwtToken }
}

/** An account that was not activated looks like a wrong password (NB-30). */
function isActive({ data }: { data: Readonly<Record<string, unknown>> }): boolean {
  return data.active === true
}
