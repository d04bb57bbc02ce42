import { newSecret } from '../../auth/secret.ts'
import type { ErasedRequest, Reply } from '../../contract/handler.ts'
import type { Refusal } from '../../contract/refusal.ts'
import { refuse } from '../../contract/refusal-causes.ts'
import type { Context } from '../../served/api.ts'
import { readExpression } from '../../ways/expressions.ts'
import { match } from '../../ways/match.ts'
import type { InputMeaning } from '../../ways/way.ts'
import type { ActionHandler } from '../actions/action.ts'
import { inputsByMeaning } from '../ways/way-rules.ts'
import { providerAnswer } from './provider-answer.ts'
import { callbackUrl, type ProviderLogin, type ProviderWay } from './provider-login.ts'
import { returnAddress } from './return-address.ts'
import { beginTransaction, bindingCookie } from './transaction.ts'

/** A request as a call of a way, whose constants it repeats or does not. */
interface Asked {
  readonly way: ProviderWay
  readonly given: Partial<Record<InputMeaning, string>>
  readonly isAsDeclared: boolean
}

/** The name that a provider is set up by, where a way has no input for it. */
const usualProvider = 'google'

const causes = { 'not-set-up': 'unknown-provider', unreachable: 'unreachable-provider' } as const

/** Sends the browser to the provider, or says where to go. */
export function beginLogin(login: ProviderLogin): ActionHandler {
  const { engine } = login
  return async (request, context) => {
    const { way, given, isAsDeclared } = readAsked(login, request)
    const chosen = returnAddress(way.redirect, given['redirect-uri'], context.settings)
    if (!('address' in chosen)) return notListed(way, given['redirect-uri'], chosen.listed)
    const provider = given.provider ?? usualProvider
    const secrets = newSecrets(context)
    const url = await context.providers.begin(provider, callbackUrl(engine, way, context), secrets)
    if (!(url instanceof URL)) return refuse(causes[url])
    const { tenant, 'cross-site': crossSite } = given
    const isCrossSite = crossSite === 'true'
    const asked = { way: way.name, provider, redirectUri: chosen.address, crossSite: isCrossSite, tenant, secrets }
    const binding = await beginTransaction(asked, context)
    return withCookie(providerAnswer(login, url, isAsDeclared, context), bindingCookie(binding, isCrossSite, context))
  }
}

/** The way that a request repeats most constants of. A client that is told where to go need not repeat any. */
function readAsked({ ways }: ProviderLogin, { path, query, header, cookie, body }: ErasedRequest): Asked {
  const sent = { parameters: { ...header, ...cookie, ...query, ...path }, body }
  const read = ways.map((way): Asked & { readonly constants: number } => {
    const { redirect } = way
    const whole = match(redirect, sent)
    const open = { ...redirect, parameters: withoutConstants(redirect.parameters) }
    const { inputs = {} } = whole ?? match(open, sent) ?? {}
    return {
      way,
      given: inputsByMeaning(way, inputs),
      isAsDeclared: whole !== undefined,
      constants: whole?.constants ?? -1,
    }
  })
  return read.reduce((best, each) => (each.constants > best.constants ? each : best))
}

function withoutConstants(parameters: ProviderWay['redirect']['parameters'] = {}) {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => readExpression(value)))
}

function newSecrets({ random }: Context) {
  return { state: newSecret(random), nonce: newSecret(random), verifier: newSecret(random) }
}

function notListed(way: ProviderWay, value = '', list: readonly string[]): Refusal {
  return refuse('unlisted-address', { finding: { is: 'not-listed', what: addressName(way), value, list } })
}

/** What the address to end at is sent as. */
function addressName({ redirect, inputMeanings }: ProviderWay): string {
  const meaningOf = (value: unknown) => inputMeanings.get(readExpression(value)?.name ?? '')
  const named = Object.entries(redirect.parameters ?? {}).find(([, value]) => meaningOf(value) === 'redirect-uri')
  return named?.[0] ?? 'address'
}

function withCookie(reply: Reply, cookie: string): Reply {
  return { ...reply, headers: { ...reply.headers, 'Set-Cookie': cookie } }
}
