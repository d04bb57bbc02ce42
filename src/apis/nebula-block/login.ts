import { signIn } from '../../store/sign-in.ts'
import { issueAccessToken } from './credentials.ts'
import { succeeded } from './envelope.ts'
import type { NebulaHandlers } from './handlers.ts'

/** `POST /login`: a login name or an e-mail and a password buy an access token (NB-08, NB-10). */
export const login: NebulaHandlers['login'] = async ({ body }, context) => {
  const { username, password } = body
  const attempt = { login: username, password, address: context.address, admits: isActive }
  const account = await signIn(context.store, context.hashing, attempt)
  if ('refusal' in account) return account
  const data = {
    id: Number(account.id),
    name: account.name,
    email: account.email,
    is_staff: account.role === 'ADMIN',
    is_active: true,
    jwtToken: await issueAccessToken(account, context),
  }
  return { status: 200, body: succeeded('Login successful', data) }
}

/** An account that was not activated looks like a wrong password (NB-22, NB-30). */
function isActive({ data }: { data: Readonly<Record<string, unknown>> }): boolean {
  return data.active === true
}
