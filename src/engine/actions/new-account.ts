import type { Random } from '../../auth/secret.ts'
import { randomUUID } from '../../contract/uuid.ts'
import type { NewAccount } from '../../store/accounts.ts'
import type { EngineContract, ServedAccounts } from '../engine-contract.ts'
import { patternOf } from '../ways/pattern.ts'
import { placeholderFor } from './address.ts'

/** What is known of a new account; the rules of its contract say the rest. */
interface WantedAccount {
  readonly id?: string | undefined
  readonly email?: string | undefined
  readonly name?: string | undefined
  readonly login?: string | undefined
  readonly phone?: string | undefined
  readonly role?: string | undefined
  /** Several, instead of one. */
  readonly roles?: readonly string[] | undefined
  /** A PHC string. */
  readonly password?: string | undefined
  /** What only this API knows of its accounts. */
  readonly members?: Readonly<Record<string, unknown>>
}

/** Whether an account is activated matters only where a sign-up has to be. */
type NewState = 'activated' | 'pending'

/** An account as its contract says that new ones are. */
export function newAccount(
  engine: Pick<EngineContract, 'accounts' | 'actions'>,
  wanted: WantedAccount,
  state: NewState,
  random: Random,
): NewAccount {
  const { accounts: rules } = engine
  const { login, phone, password } = wanted
  const email = wanted.email === undefined ? undefined : keptEmail(rules, wanted.email)
  const id = wanted.id ?? newId(rules.id, random)
  const { roles = [wanted.role ?? rules.roles[0] ?? 'user'] } = wanted
  const [role = ''] = roles
  const [name = ''] = [wanted.name, email, login, phone].filter((each) => each !== undefined)
  return {
    ...(id !== undefined && { id }),
    email: email ?? placeholderFor(phone ?? login ?? ''),
    name,
    role,
    roles,
    password,
    identities: identitiesOf(rules, { email, login, phone }),
    data: {
      ...rules.members,
      ...given({ phone, ...wanted.members }),
      ...(signUpLifetime(engine) !== undefined && { activated: state === 'activated' }),
    },
  }
}

/** An e-mail as an account has it. */
export function keptEmail({ emails }: Pick<ServedAccounts, 'emails'>, email: string): string {
  return emails === 'lower-case' ? email.toLowerCase() : email
}

/** How long a sign-up waits for its activation, as declared; undefined where no account has to be activated. */
export function signUpLifetime({ actions }: Pick<EngineContract, 'actions'>): string | undefined {
  const pending = [...actions.values()].flatMap((action) => (action.kind === 'register' ? (action.pending ?? []) : []))
  return pending[0]?.lifetime
}

type Names = Readonly<Record<ServedAccounts['loginBy'][number], string | undefined>>

function identitiesOf({ loginBy }: ServedAccounts, names: Names): NewAccount['identities'] {
  const values = loginBy.flatMap((kind) => names[kind] ?? [])
  return values.map((value) => ({ kind: 'login', value }))
}

/** Undefined where it is the next number of a count. */
function newId(form: ServedAccounts['id'], random: Random): string | undefined {
  if (form === 'number') return undefined
  if (form === 'uuid') return randomUUID(random)
  return (form === 'opaque' ? undefined : patternOf(form.pattern)?.make(random)) ?? random(12).toString('hex')
}

/** The members that have a value. */
function given(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}
