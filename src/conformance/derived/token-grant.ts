import type { Operation } from '../../contract/contract.ts'
import type { InputMeaning, WayCall } from '../../ways/way.ts'
import type { Answer } from '../answer.ts'
import type { Sent } from '../request.ts'
import { membersOf, withMembers } from './body-damage.ts'
import { inconclusively, isRefused, proves } from './control.ts'
import type { Plan, PlannedAction } from './plan.ts'
import { joined, presented } from './presentation.ts'
import { type DerivedProbe, inputsOf, obtained, requestOf } from './session.ts'
import { personOf, type Source, sourcesOf } from './sources.ts'

/** A grant of a token endpoint that the cast can ask for. */
export interface TokenGrant {
  readonly plan: Plan
  readonly endpoint: PlannedAction<'token-endpoint'>
  readonly source: Source & Required<Pick<Source, 'way'>>
  readonly obtain: WayCall
}

/** The grants of a token endpoint, one of each way that leads to it. */
export function grantsOf(plan: Plan, endpoint: PlannedAction<'token-endpoint'>): readonly TokenGrant[] {
  const schemes = [...new Set(plan.ways.map(({ scheme }) => scheme))]
  return schemes
    .flatMap((scheme) => sourcesOf(plan, scheme))
    .flatMap((source) => {
      const { way } = source
      if (way?.obtain?.operationId !== endpoint.operation.id) return []
      return [{ plan, endpoint, source: { ...source, way }, obtain: way.obtain }]
    })
}

/** The request of a grant, which succeeds as it is. */
export function grantRequest({ plan, source: { way }, obtain }: TokenGrant, { people }: DerivedProbe): Sent {
  return requestOf(plan, obtain, { inputs: inputsOf(way, people, personOf(people, 'ordinary')), outputs: {} })
}

/** Sees the grant succeed, so that a refusal has its own reason. */
export async function isGranted({ plan, source: { way } }: TokenGrant, probe: DerivedProbe): Promise<void> {
  await inconclusively(() => obtained(probe, plan, way, personOf(probe.people, 'ordinary')))
}

/** The names under which a grant sends inputs of these meanings. */
export function sentAsInput({ source: { way }, obtain }: TokenGrant, ...wanted: readonly InputMeaning[]): string[] {
  return Object.entries(obtain.requestBody ?? {})
    .filter(([, value]) => {
      const input = /^\$inputs\.(.+)$/.exec(String(value))?.[1]
      const meaning = input === undefined ? undefined : way.inputMeanings.get(input)
      return meaning !== undefined && wanted.includes(meaning)
    })
    .map(([name]) => name)
}

/** A request with other values for some of its members; undefined leaves one out. */
export function changed(sent: Sent, values: Readonly<Record<string, unknown>>): Sent {
  const members = Object.entries({ ...membersOf(sent), ...values }).filter(([, value]) => value !== undefined)
  return withMembers(sent, Object.fromEntries(members))
}

/** The scheme by which clients authenticate with HTTP Basic, where the endpoint has one. */
export function basicSchemeOf({ plan, endpoint: { operation, action } }: TokenGrant): string | undefined {
  const { securitySchemes } = plan.contract
  const named = [...(action.clientAuthentication ?? []), ...operation.security.flatMap((each) => Object.keys(each))]
  return named.find((name) => securitySchemes[name]?.scheme?.toLowerCase() === 'basic')
}

/** The request of a grant whose client authenticates by HTTP Basic alone. */
export function byBasic(grant: TokenGrant, probe: DerivedProbe, id: string, secret: string): Sent {
  const scheme = grant.plan.contract.securitySchemes[basicSchemeOf(grant) ?? ''] ?? { type: 'http', scheme: 'basic' }
  const inBody = sentAsInput(grant, 'client', 'client-secret').map((name) => [name, undefined] as const)
  return joined(changed(grantRequest(grant, probe), Object.fromEntries(inBody)), presented(scheme, `${id}:${secret}`))
}

/** Throws a Deviation unless a token request is refused with one of these errors of RFC 6749, 5.2. */
export async function refusedWith(
  probe: DerivedProbe,
  operation: Operation,
  request: Sent,
  errors: readonly string[],
  statuses: readonly number[] = [400],
): Promise<Answer> {
  const answer = await isRefused(probe, operation, [...statuses, 429], request)
  proves(answer, 'an answer before too many failures', answer.status !== 429)
  const { error } = Object(answer.body) as { error?: unknown }
  answer.holds(`the error ${errors.join(' or ')}`, errors.includes(String(error)), error)
  return answer
}
