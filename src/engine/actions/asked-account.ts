import type { ErasedRequest } from '../../contract/handler.ts'
import type { Asked } from '../../ways/declarations.ts'
import { askedValue } from '../values.ts'

/** What a request says of an account: members that every account has, and those of its API. */
interface AskedAccount {
  readonly own: Readonly<Partial<Record<OwnMember, string>>>
  readonly members: Readonly<Record<string, unknown>>
}

const ownMembers = ['email', 'password', 'name', 'login', 'phone', 'role'] as const

type OwnMember = (typeof ownMembers)[number]

export function askedAccount(declared: Readonly<Record<string, Asked>>, request: ErasedRequest): AskedAccount {
  const asked = Object.entries(declared).flatMap(([name, from]) => {
    const value = askedValue(from, request)
    return value === undefined ? [] : [[name, value] as const]
  })
  const isOwn = ([name]: readonly [string, unknown]) => (ownMembers as readonly string[]).includes(name)
  return {
    own: Object.fromEntries(asked.filter(isOwn).map(([name, value]) => [name, String(value)])),
    members: Object.fromEntries(asked.filter((each) => !isOwn(each))),
  }
}
