import type { NewAccount } from '../../store/accounts.ts'
import { isPhone, placeholderFor } from './address.ts'

/** The only role there is. */
export const role = 'DELEGATE'

/** An account for someone of whom no more is known than an address (TG-13). */
export function newDelegate(address: string): NewAccount {
  const isByPhone = isPhone(address)
  return {
    email: isByPhone ? placeholderFor(address) : address,
    name: address,
    role,
    password: undefined,
    identities: [{ kind: 'login', value: address }],
    data: isByPhone ? { phone: address } : {},
  }
}
