import { type SignedIn, type SignInRefusal, signIn } from '../../store/sign-in.ts'
import type { NumbersContext } from './handlers.ts'

interface LoginForm {
  readonly username: string
  readonly password: string
}

/** The password login that both media share (NS-03). */
export function logIn({ username, password }: LoginForm, context: NumbersContext): Promise<SignedIn | SignInRefusal> {
  return signIn(context, { login: username, password, address: context.address })
}
