import { ownPerson } from '../../conformance/derived/password-ways.ts'
import { freshEmail } from '../../conformance/fresh.ts'
import type { HookName } from '../hooks/hook-table.ts'
import { type Ground, isSuccess, logIn } from './ground.ts'
import type { Tried } from './tried.ts'
import { tryAdvanceClock, tryFreezeClock } from './try-clock.ts'
import { tryReset } from './try-reset.ts'

const works = (saw: string): Tried => ({ result: 'works', saw })
const called = (saw: string): Tried => ({ result: 'called', saw })
const fails = (saw: string): Tried => ({ result: 'fails', saw })
const notTried = (saw: string): Tried => ({ result: 'not tried', saw })

/** How each hook is tried; in an order in which what one leaves behind disturbs none after it. Settings have rows of their own. */
export const tries: Readonly<Record<Exclude<HookName, 'changeSettings'>, (ground: Ground) => Promise<Tried>>> = {
  createAccount: tryCreateAccount,
  disableAccount: tryDisableAccount,
  async createClient({ hooks }) {
    const { id = '' } = (await hooks.createClient?.()) ?? {}
    return id === '' ? fails('the id of the client is empty') : called('it answered with a client')
  },
  async issueKey({ hooks, cast }) {
    const owner = cast.tenant ?? cast.ordinary?.login ?? cast.ordinary?.email
    if (owner === undefined) return notTried('people.ordinary is not given')
    return (await hooks.issueKey?.(owner)) === '' ? fails('the key is empty') : called('it answered with a key')
  },
  issueCredential: tryIssueCredential,
  async readMessage({ hooks }) {
    const message = await hooks.readMessage?.(freshEmail())
    return message === '' ? works('no message to someone unknown') : fails('it has a message to someone unknown')
  },
  otherWorld: (ground) => tryAddress(ground, async ({ otherWorld }) => (await otherWorld?.('other')) ?? ''),
  outage: (ground) => tryAddress(ground, async ({ outage }) => (await outage?.()) ?? ''),
  silentProvider: (ground) => tryAddress(ground, async (hooks) => (await hooks.silentProvider?.())?.url ?? ''),
  otherApi: async () => notTried('only the checks know which API they ask for'),
  consent: async () => notTried('only a login at the provider has an address for it'),
  advanceClock: tryAdvanceClock,
  freezeClock: tryFreezeClock,
  reset: tryReset,
}

async function tryCreateAccount(ground: Ground): Promise<Tried> {
  const person = await ownPerson(ground.probe)
  const answer = await logIn(ground, person)
  if (!answer) return called('it answered; there is no login with a password to try the account with')
  if (!isSuccess(ground, answer)) return fails(`the login of the new account was answered ${answer.status}`)
  ground.account = person
  return works('the new account can log in')
}

async function tryDisableAccount(ground: Ground): Promise<Tried> {
  const { account, hooks } = ground
  if (!account) return notTried('it takes an account that createAccount made and that can log in')
  await hooks.disableAccount?.(account.email ?? '', true)
  const shut = await logIn(ground, account)
  await hooks.disableAccount?.(account.email ?? '', false)
  const open = await logIn(ground, account)
  if (shut && isSuccess(ground, shut)) return fails('the disabled account can still log in')
  if (open && !isSuccess(ground, open)) return fails(`the login after enabling it again was answered ${open.status}`)
  return works('the account is refused while disabled, and accepted again')
}

async function tryIssueCredential({ hooks, cast, plan }: Ground): Promise<Tried> {
  const owner = cast.ordinary?.login ?? cast.ordinary?.email
  const [scheme] = plan.doors.flatMap(({ requirement }) => Object.keys(requirement))
  if (owner === undefined || scheme === undefined) return notTried('people.ordinary is not given')
  const credential = await hooks.issueCredential?.({ scheme, owner, scopes: [] })
  return credential === '' ? fails('the credential is empty') : called('it answered with a credential')
}

async function tryAddress(ground: Ground, name: (hooks: Ground['hooks']) => Promise<string>): Promise<Tried> {
  const address = await name(ground.hooks)
  if (!URL.canParse(address)) return fails(`"${address}" is no address`)
  if (address === ground.url) return fails('it names the address that is verified')
  try {
    const { status } = await ground.ask(address)
    return works(`a server answers there (${status})`)
  } catch (error) {
    return fails(`nothing answers there: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`)
  }
}
