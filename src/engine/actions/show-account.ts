import { refuse } from '../../contract/refusal-causes.ts'
import type { ShowAccount } from '../../ways/declarations.ts'
import { answerShowing } from '../answer.ts'
import { askedValue } from '../values.ts'
import { credentialsShown } from '../ways/sealed.ts'
import { mayEnter, notEntitled } from '../ways/tenants.ts'
import type { ActionFactory } from './action.ts'
import { actingAccount } from './callers-account.ts'

/** Shows the caller's account, or the one that is asked for by its id. */
export const showAccount: ActionFactory<ShowAccount> = (engine, operation, { subject, tenant, answer }) => {
  const show: ReturnType<typeof showAccount> = async (request, context) => {
    const { store, settings, random } = context
    const caller = subject === undefined ? actingAccount(engine, operation, context) : undefined
    if (caller && !('account' in caller)) return caller
    const account = caller?.account ?? (await store.accounts.find(String(askedValue(subject ?? null, request))))
    if (!account) return refuse('unknown-account')
    const entered = tenant === undefined ? undefined : String(askedValue(tenant, request) ?? '')
    if (!mayEnter(engine.accounts, account, entered)) return notEntitled(account, entered)
    const credentials = caller && (await credentialsShown(engine.ways, account.id, store))
    return answerShowing(engine, operation, answer, { account, credentials, request, settings, random })
  }
  return show
}
