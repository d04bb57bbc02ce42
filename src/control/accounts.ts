import { iso } from '../auth/clock.ts'
import type { Account } from '../store/accounts.ts'
import { type Governed, governed } from './governed.ts'
import type { SandboxContext, SandboxHandlers } from './handlers.ts'
import { pageOf } from './pages.ts'
import { problem } from './problems.ts'

/** `GET /apis/{api}/accounts` (SB-09, SB-55). */
export const listAccounts: SandboxHandlers['listAccounts'] = async ({ path, query }, context) => {
  const target = governed(path.api, context)
  if ('status' in target) return target
  const { accounts } = target.store
  const page = await pageOf(query, {
    list: (wanted) => accounts.list(wanted),
    placeOf: ({ created, id }: Account) => [created, id] as const,
    example: [0, ''],
  })
  if ('status' in page) return page
  return { status: 200, body: { accounts: await allShown(page.items, target), next: page.next } }
}

/** `POST /apis/{api}/accounts` (SB-09, SB-10). */
export const createAccount: SandboxHandlers['createAccount'] = async ({ path, body }, context) => {
  const target = governed(path.api, context)
  if ('status' in target) return target
  const unknown = unknownRole(body, target)
  if (unknown) return unknown
  const password = await context.hashing.run((passwords) => passwords.hash(body.password))
  if (typeof password !== 'string') return password
  const { email, name = email, login, groups = [] } = body
  const roles = rolesIn(body)
  const wanted = target.api.sandbox.newAccount({ email, name, roles, login, password, groups }, context)
  const account = await target.store.accounts.create(wanted)
  if (!account) return problem(409, 'Another account has that e-mail or login name')
  await target.api.sandbox.complete?.(account, { store: target.store, random: context.random, keys: context.keys })
  return { status: 201, body: await shown(account, target) }
}

/** `PATCH /apis/{api}/accounts/{id}` (SB-09, SB-51). */
export const changeAccount: SandboxHandlers['changeAccount'] = async ({ path, body }, context) => {
  const target = governed(path.api, context)
  if ('status' in target) return target
  const unknown = unknownRole(body, target)
  if (unknown) return unknown
  const { accounts } = target.store
  const roles = rolesIn(body)
  if (roles) await accounts.setRoles(path.id, roles)
  if (body.disabled !== undefined) await accounts.setDisabled(path.id, body.disabled)
  if (body.pending === false) await activate(path.id, target, context)
  const account = await accounts.find(path.id)
  if (!account) return problem(404, `There is no account "${path.id}"`)
  return { status: 200, body: await shown(account, target) }
}

/** Nothing happens to an account that waits for nothing (SB-51). */
async function activate(id: string, { api, store }: Governed, { random }: SandboxContext): Promise<void> {
  const account = await store.accounts.find(id)
  const { activation } = api.sandbox
  if (account && activation?.isPending(account)) await activation.activate(account, { store, random })
}

/** `DELETE /apis/{api}/accounts/{id}` (SB-23). */
export const removeAccount: SandboxHandlers['removeAccount'] = async ({ path }, context) => {
  const target = governed(path.api, context)
  if ('status' in target) return target
  const removed = await target.store.accounts.remove(path.id)
  return removed ? { status: 204 } : problem(404, `There is no account "${path.id}"`)
}

interface AskedRoles {
  readonly role?: string
  readonly roles?: readonly string[]
}

/** The roles that an account is to have; undefined where the request says nothing of them. */
function rolesIn({ role, roles }: AskedRoles): readonly string[] | undefined {
  return roles ?? (role === undefined ? undefined : [role])
}

function unknownRole({ role, roles = [] }: AskedRoles, { api }: Governed) {
  const known = api.sandbox.roles
  const wrong = [role ?? [], ...roles].flat().find((each) => !known.includes(each))
  if (wrong !== undefined) return problem(400, `There is no role "${wrong}"; there are ${known.join(', ')}`)
  return role !== undefined && roles.length > 0 ? problem(400, 'An account has "role" or "roles", not both') : undefined
}

async function shown(account: Account, target: Governed) {
  const [one] = await allShown([account], target)
  if (!one) throw new TypeError('An account is shown as one')
  return one
}

async function allShown(accounts: readonly Account[], { api, store }: Governed) {
  const logins = await store.accounts.logins(accounts.map(({ id }) => id))
  return accounts.map((account) => {
    const { id, email, name, role, roles, disabled, created } = account
    const pending = api.sandbox.activation?.isPending(account) ?? false
    const names = [...(logins.get(id) ?? [])]
    return {
      ...{ id, email, name, role, logins: names, disabled: disabled !== undefined, pending, created: iso(created) },
      roles: [...roles],
    }
  })
}
