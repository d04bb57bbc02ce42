import { type Ground, isSuccess, logIn } from './ground.ts'
import type { Tried } from './tried.ts'

/** Comes last, since it puts back what the other hooks did. */
export async function tryReset(ground: Ground): Promise<Tried> {
  const { hooks, account, cast, hasWorlds } = ground
  await hooks.reset?.()
  if (hasWorlds) return { result: 'works', saw: 'each check has a world of its own' }
  const person = cast.ordinary?.password === undefined ? undefined : cast.ordinary
  const known = person && (await logIn(ground, person))
  if (known && !isSuccess(ground, known))
    return { result: 'fails', saw: `the login of people.ordinary is answered ${known.status} after it` }
  if (!account) return { result: 'called', saw: 'it answered; nothing shows what was put back' }
  const made = await logIn(ground, account)
  if (made && isSuccess(ground, made))
    return { result: 'fails', saw: 'the account that createAccount made can still log in' }
  return { result: 'works', saw: 'the account that createAccount made is gone' }
}
