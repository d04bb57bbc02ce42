import { hour } from '../../auth/clock.ts'
import type { Address } from '../../contract/address.ts'

export const activationKind = 'activation'

/** How long the link of the activation e-mail works (IN-55). */
export const activationLifetime = 24 * hour

/** Where a link leads: to the place the sign-up was sent to. */
export function activationLink({ origin, mount }: Address, token: string): string {
  return `${origin}${mount}/v1.1/users/activate?token=${token}`
}
