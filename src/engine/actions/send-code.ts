import { hour, second } from '../../auth/clock.ts'
import type { ErasedRequest } from '../../contract/handler.ts'
import type { Refusal } from '../../contract/refusal.ts'
import { refuse } from '../../contract/refusal-causes.ts'
import type { RateLimit } from '../../store/rate-limits.ts'
import type { SendCode } from '../../ways/declarations.ts'
import { answerShowing } from '../answer.ts'
import { askedValue } from '../values.ts'
import type { ActionContext, ActionFactory } from './action.ts'
import { addressOf, type PersonAddress } from './address.ts'
import { limitOnAddress } from './address-limit.ts'
import { codeRules } from './code-rules.ts'
import { callerOf } from './managed-keys.ts'
import { type CodeRules, sendOneTimePassword } from './one-time-passwords.ts'

/** Sends a one-time password: the same answer for the same work whether or not anybody has the address. */
export const sendCode: ActionFactory<SendCode> = (engine, operation, action) => {
  const rules = codeRules(engine, action)
  return async (request, context) => {
    const { settings, store, random } = context
    const barred = barredBy(action, rules, context)
    if (barred) return barred
    const address = askedAddress(action, request)
    if (!address) return { refusal: 'invalid', violations: [noAddress] }
    const retryAfter = await store.rateLimits.take(limitsOn(address, context))
    if (retryAfter > 0) return { refusal: 'throttled', retryAfter }
    await sendOneTimePassword(address, rules, context)
    const account = callerOf(context)?.account
    return answerShowing(engine, operation, action.answer, { account, request, settings, random })
  }
}

/** No other token helps, so that none is asked for. */
function barredBy({ caller }: SendCode, { isEnabled }: CodeRules, context: ActionContext): Refusal | undefined {
  if (caller === 'client' && callerOf(context)?.account) return { ...refuse('client-only'), challenge: [] }
  return isEnabled(context.settings) ? undefined : { ...refuse('turned-off'), challenge: [] }
}

const noAddress = { in: 'body', path: [], keyword: 'required', message: 'names no address' } as const

function askedAddress({ to }: SendCode, request: ErasedRequest): PersonAddress | undefined {
  const channels = ['email', 'sms'] as const
  const [found] = channels.flatMap((channel) => {
    const asked = to[channel]
    const written = asked === undefined ? undefined : askedValue(asked, request)
    return typeof written === 'string' && written !== '' ? [addressOf(channel, written)] : []
  })
  return found
}

/** How often codes are sent, to an address and from a network address. */
function limitsOn({ name }: PersonAddress, context: ActionContext): readonly RateLimit[] {
  return [
    { what: 'sending again', name, most: 1, span: 30 * second },
    { what: 'sending to an address', name, most: 5, span: hour },
    limitOnAddress('messagesPerAddress', context),
  ]
}
