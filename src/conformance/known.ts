import type { PasswordLogin } from './check.ts'

/** Someone whom a server knows, under the names that its logins take. */
export interface Known {
  readonly ordinary: { readonly email: string; readonly login?: string; readonly password: string }
}

/** The known name and password, as a login takes them. */
export function knownAt(
  { name }: Pick<PasswordLogin, 'name'>,
  { ordinary }: Known,
): { name: string; password: string } {
  const { login = '', email, password } = ordinary
  return { name: name === 'login' ? login : email, password }
}
