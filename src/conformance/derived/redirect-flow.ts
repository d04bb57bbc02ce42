import { cookieIn } from '../../ways/evaluate.ts'
import type { WayRedirect } from '../../ways/way.ts'
import type { Answer } from '../answer.ts'
import { setCookieOf } from '../header-fields.ts'
import { proves } from './control.ts'
import type { Plan, PlannedWay } from './plan.ts'
import { type DerivedProbe, fieldsOf, inputsOf, type Overrides, requestOf } from './session.ts'
import { personOf } from './sources.ts'

/** A way that leads through an identity provider and ends with a cookie. */
export type RedirectWay = PlannedWay & { readonly redirect: WayRedirect & { readonly callback: string } }

/** A login that waits for the provider's answer. */
interface StartedLogin {
  /** Where the provider is asked. */
  readonly address: URL
  /** What the browser holds from then on. */
  readonly cookie: string
}

/** Asks for the provider's address. */
export function start(plan: Plan, way: RedirectWay, probe: DerivedProbe, overrides: Overrides = {}): Promise<Answer> {
  const inputs = inputsOf(way, probe.people, personOf(probe.people, 'ordinary'), overrides)
  return probe.receive(way.redirect.operationId, requestOf(plan, way.redirect, { inputs, outputs: {} }))
}

/** Begins a login, which has to lead to a provider. */
export async function started(plan: Plan, way: RedirectWay, probe: DerivedProbe): Promise<StartedLogin> {
  const answer = await start(plan, way, probe)
  const address = answer.header('location') ?? String(answer.body)
  proves(answer, "the provider's address", URL.canParse(address))
  const cookies = answer.all('set-cookie').map(setCookieOf)
  return { address: new URL(address), cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') }
}

/** Goes through the provider's pages as the ordinary person; the query of the callback. */
export async function consented(probe: DerivedProbe, address: URL): Promise<URLSearchParams> {
  const { email = '' } = personOf(probe.people, 'ordinary')
  return new URL((await probe.hooks.consent?.(address.href, { email })) ?? '').searchParams
}

/** Comes back from the provider, with the cookie that the browser holds. */
export function comesBack(
  way: RedirectWay,
  probe: DerivedProbe,
  query: URLSearchParams,
  cookie: string,
): Promise<Answer> {
  return probe.receive(way.redirect.callback, { query: query.toString(), ...(cookie !== '' && { cookie }) })
}

/** Whether an answer begins a session. */
export function logsIn(plan: Plan, { scheme }: RedirectWay, answer: Answer): boolean {
  return Boolean(cookieIn(fieldsOf(answer), plan.contract.securitySchemes[scheme]?.name ?? ''))
}
