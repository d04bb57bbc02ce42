import type { Operation } from '../../contract/contract.ts'
import type { SecurityRequirement } from '../../contract/document.ts'
import type { Need } from '../hooks.ts'
import type { Sent } from '../request.ts'
import { actionOf, type Door, type Plan } from './plan.ts'
import { joined } from './presentation.ts'
import type { DerivedProbe } from './session.ts'
import { type GoodCredential, type Source, sourcesOf } from './sources.ts'

/** Who has the rights that a requirement asks for; roles of schemes without scopes are those of accounts (OpenAPI 3.1.1, 4.8.30). */
export function whoOpens({ contract }: Plan, requirement: SecurityRequirement): string {
  const role = Object.entries(requirement)
    .filter(([scheme]) => !['oauth2', 'openIdConnect'].includes(contract.securitySchemes[scheme]?.type ?? ''))
    .flatMap(([, roles]) => roles)[0]
  return role === undefined ? 'ordinary' : `roles.${role}`
}

/** A door with one source for each scheme that it asks for. */
export interface OpenedDoor extends Door {
  /** What titles call its credentials together. */
  readonly credential: string
  readonly sources: readonly Source[]
  readonly needs: readonly Need[]
  /** A request that keeps the contract, with good credentials; what it lacks one of is `without`. */
  open(probe: DerivedProbe): Promise<OpenRequest>
}

export interface OpenRequest {
  readonly request: Sent
  readonly credentials: readonly GoodCredential[]
  /** The request with all of its credentials. */
  readonly sent: Sent
}

/** Every combination of sources that opens a door. */
export function opened(plan: Plan, door: Door): readonly OpenedDoor[] {
  const who = whoOpens(plan, door.requirement)
  const action = actionOf(plan.contract, door.operation)
  const isForClients = action?.kind === 'send-code' && action.caller === 'client'
  const choices = Object.keys(door.requirement).map((scheme) =>
    sourcesOf(plan, scheme, who).filter((source) => !isForClients || !actsForSomeone(source)),
  )
  const combinations = choices.reduce<Source[][]>(
    (all, sources) => all.flatMap((before) => sources.map((source) => [...before, source])),
    [[]],
  )
  return combinations.map((sources) => ({
    ...door,
    sources,
    credential: `${sources.map(({ credential }) => credential).join(' and ')}${ofRole(who)}`,
    needs: [...new Set(sources.flatMap(({ needs }) => needs))],
    async open(probe) {
      const credentials: GoodCredential[] = []
      for (const source of sources) credentials.push(await source.get(probe))
      const request = plan.request(door.operation, probe.people)
      return { request, credentials, sent: joined(request, ...credentials.map(({ sent }) => sent)) }
    },
  }))
}

/** A client that acts for itself logs in without a person. */
function actsForSomeone({ way }: Source): boolean {
  return way !== undefined && [...way.inputMeanings.values()].includes('login')
}

/** Alternatives for several roles are told apart. */
function ofRole(who: string): string {
  return who.startsWith('roles.') ? ` of ${who.slice('roles.'.length)}` : ''
}

/** The statuses by which an operation may refuse a credential; those that are documented, else any of them. */
export function refusalsOf({ responses }: Operation): readonly number[] {
  const documented = [401, 403].filter((status) => responses.has(String(status)))
  return documented.length > 0 ? documented : [400, 401, 403, 404, 422]
}
