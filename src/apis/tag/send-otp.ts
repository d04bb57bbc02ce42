import { hour, second } from '../../auth/clock.ts'
import { refuse } from '../../contract/refusal-causes.ts'
import { perAddress } from '../../store/address-limits.ts'
import type { RateLimit } from '../../store/rate-limits.ts'
import { type Address, addressOf } from './address.ts'
import type { TagContext, TagHandlers } from './handlers.ts'
import { sendOneTimePassword } from './one-time-passwords.ts'

/** `POST /otp/send`: the same answer whoever has the address, if anybody does (TG-14, TG-19, TG-40). */
export const sendOtp: TagHandlers['sendOtp'] = async ({ body }, context) => {
  const { caller, settings, store } = context
  if (caller.account) return refuse('client-only')
  if (!settings.otpEnabled) return refuse('turned-off')
  const address = addressOf(body)
  const retryAfter = await store.rateLimits.take(limitsOn(address, context))
  if (retryAfter > 0) return { refusal: 'throttled', retryAfter }
  await sendOneTimePassword(address, context)
  return { status: 200, body: { data: body, meta: [] } }
}

/** How often codes are sent, to an address and from a network address (TG-61). */
function limitsOn({ name }: Address, context: TagContext): readonly RateLimit[] {
  return [
    { what: 'sending again', name, most: 1, span: 30 * second },
    { what: 'sending to an address', name, most: 5, span: hour },
    perAddress('messagesPerAddress', context),
  ]
}
