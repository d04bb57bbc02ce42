import type { Input } from '../check.ts'
import type { Need } from '../hooks.ts'
import { inputNames } from '../input-path.ts'
import type { Plan } from './plan.ts'

interface Needing {
  readonly needs: readonly Need[]
}

/** What each input is, by the last name of its path. */
const descriptions: Readonly<Record<string, string>> = {
  login: 'What the account logs in by, a login name or an e-mail address',
  email: 'E-mail address of the account',
  phone: 'Phone number of the account',
  password: 'Password of the account',
  id: 'Identifier of the client',
  secret: 'Secret of the client',
  tenant: 'What the ordinary account may enter',
  otherTenant: 'What the ordinary account may not enter',
  provider: 'Identity provider that is set up',
  redirectUri: 'Address at which a login may end',
  origin: 'Origin whose pages may call, such as https://app.example',
}

const secrets: readonly string[] = ['password', 'secret']

/** The inputs that checks need, each once, in the order of the checks; all of them are optional. */
export function inputsFor({ contract }: Plan, checks: readonly Needing[]): readonly Input[] {
  const needs = checks.flatMap((check) => check.needs).filter((need) => need.startsWith('people.'))
  return [...new Set(needs)].map((need) => inputAt(need.slice('people.'.length), contract.securitySchemes))
}

function inputAt(path: string, schemes: Plan['contract']['securitySchemes']): Input {
  const names = inputNames(path)
  const [group, name = ''] = names
  const last = names.at(-1) ?? ''
  if (names.at(-2) === 'credentials') {
    const holder = group === 'roles' ? `of the role ${name}` : 'for operations that ask for no role'
    const type = schemes[last]?.type ?? ''
    return {
      path,
      optional: true,
      secret: true,
      description: `A valid credential ${holder}, of the scheme ${last} (${type})`,
    }
  }
  const description = descriptions[last] ?? last
  return { path, optional: true, description, ...(secrets.includes(last) && { secret: true as const }) }
}
