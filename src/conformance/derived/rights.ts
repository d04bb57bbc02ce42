import type { Operation } from '../../contract/contract.ts'
import type { Answer } from '../answer.ts'
import type { Cast, Person } from '../cast.ts'
import { freshWord } from '../fresh.ts'
import { setCookieOf } from '../header-fields.ts'
import type { Sent } from '../request.ts'
import { controlled, inconclusively, letsIn, proves } from './control.ts'
import { type DerivedCheck, derived } from './derived-check.ts'
import { type OpenedDoor, opened, refusalsOf, whoOpens } from './opened-doors.ts'
import { fails, type PasswordWay, passwordWays, succeeds } from './password-ways.ts'
import type { Door, Plan } from './plan.ts'
import { joined, presented } from './presentation.ts'
import { rightsRules as rules } from './rights-rules.ts'
import type { DerivedProbe } from './session.ts'
import { personOf, sourcesOf } from './sources.ts'

/** What people and tokens do not get who have not the role, the scope or the tenant for it. */
export function rightsChecks(plan: Plan): readonly DerivedCheck[] {
  return [
    ...restricted(plan).map((door) => lesserRole(plan, door)),
    ...plan.doors.flatMap((door) => lesserScope(plan, door)),
    ...plan.actions('show-account').flatMap(({ operation, action }) => {
      const [, place, name] = /^\$request\.(path|query)\.(.+)$/.exec(String(action.tenant)) ?? []
      const doors = plan.doors.filter((door) => door.operation === operation).flatMap((door) => opened(plan, door))
      return place && name ? doors.map((door) => foreignTenant(plan, door, place, name)) : []
    }),
    ...passwordWays(plan)
      .filter(({ way }) => [...way.inputMeanings.values()].includes('tenant'))
      .flatMap((login) => [loginToTenant(plan, login), loginToUnknownTenant(plan, login)]),
  ]
}

/** One door of each operation that nobody opens without a role. */
function restricted(plan: Plan): readonly OpenedDoor[] {
  const isOpenTo = (who: string, { operation }: Door) =>
    plan.doors.some((door) => door.operation === operation && whoOpens(plan, door.requirement) === who)
  const doors = plan.doors.filter((door) => !isOpenTo('ordinary', door))
  const firsts = doors.filter((door, at) => doors.findIndex(({ operation }) => operation === door.operation) === at)
  const openedOnes = firsts.flatMap((door) => opened(plan, door).slice(0, 1))
  // Of a credential that is given by hand, nothing says which further rights it has.
  return openedOnes.filter(({ sources }) => sources.every(({ way }) => way !== undefined))
}

function lesserRole(plan: Plan, door: OpenedDoor): DerivedCheck {
  const { operation, sources, needs } = door
  const ordinary = sources.flatMap(
    ({ scheme, way }) => sourcesOf(plan, scheme).find((source) => source.way === way) ?? [],
  )
  return derived(plan, rules.role, {
    operation,
    title: 'an account without the role is refused',
    needs: [...needs, ...ordinary.flatMap((source) => source.needs)],
    async run(probe) {
      const { request } = await controlled(probe, door)
      const { person, isKnown } = withoutRole(probe.people, whoOpens(plan, door.requirement))
      const credentials = await inconclusively(() => Promise.all(ordinary.map((source) => source.get(probe, person))))
      const refused = () =>
        isRefusedByGetAndHead(probe, operation, joined(request, ...credentials.map(({ sent }) => sent)))
      await (isKnown ? refused() : inconclusively(refused))
    },
  })
}

/** The ordinary person, unless that is who has the role; someone with another role may have this one, too. */
function withoutRole(cast: Cast, who: string): { readonly person: Person | undefined; readonly isKnown: boolean } {
  const { ordinary, roles = {} } = cast
  const { login } = personOf(cast, who)
  const isOther = (person: Person | undefined) => login === undefined || person?.login !== login
  if (isOther(ordinary)) return { person: undefined, isKnown: true }
  return { person: Object.values(roles).find(isOther), isKnown: false }
}

/** Refused as documented; a server that has no HEAD may say so instead. */
async function isRefusedByGetAndHead(probe: DerivedProbe, operation: Operation, request: Sent): Promise<Answer> {
  const answer = await isRefused(probe, operation, request)
  if (operation.method === 'GET') {
    const head = await probe.attempt('HEAD', operation.path, request)
    head?.holds('HEAD refused as GET is', head.status >= 400, head.status)
  }
  return answer
}

function isRefused(probe: DerivedProbe, operation: Operation, request: Sent): Promise<Answer> {
  const [first = 403, ...others] = [...refusalsOf(operation), ...(operation.responses.has('404') ? [404] : [])]
  return probe.send(operation.id, [first, ...others], request)
}

function lesserScope(plan: Plan, { operation, requirement }: Door): readonly DerivedCheck[] {
  const [[scheme, scopes] = ['', []], ...others] = Object.entries(requirement)
  const declared = plan.contract.securitySchemes[scheme]
  if (!declared || !['oauth2', 'openIdConnect'].includes(declared.type) || scopes.length === 0) return []
  if (others.length > 0) return []
  return [
    derived(plan, rules.scope, {
      operation,
      title: `a token without ${scopes.join(' and ')} is refused`,
      needs: ['issueCredential', 'people.ordinary.login'],
      async run(probe) {
        const owner = personOf(probe.people, 'ordinary').login ?? ''
        const request = plan.request(operation, probe.people)
        const withScopes = async (granted: readonly string[]) => {
          const token = (await probe.hooks.issueCredential?.({ scheme, owner, scopes: granted })) ?? ''
          return joined(request, presented(declared, token))
        }
        const good = await probe.receive(operation.id, await withScopes(scopes))
        proves(good, 'a token with the scopes accepted', letsIn(good))
        await isRefusedByGetAndHead(probe, operation, await withScopes([]))
      },
    }),
  ]
}

const otherTenant = ['people.tenant', 'people.otherTenant'] as const

function foreignTenant(plan: Plan, door: OpenedDoor, place: string, name: string): DerivedCheck {
  const { operation, credential, needs } = door
  return derived(plan, rules.tenant, {
    operation,
    title: `${credential} × of no member of the tenant is refused`,
    needs: [...needs, ...otherTenant],
    async run(probe) {
      const { sent } = await controlled(probe, door)
      const of = (tenant = '') => ({ ...sent, [place]: { ...Object(sent[place as 'path']), [name]: tenant } })
      const foreign = await isRefusedByGetAndHead(probe, operation, of(probe.people.otherTenant))
      const unknown = await isRefused(probe, operation, of(freshWord()))
      if (plan.facts(rules.tenantAlike.id, operation).length > 0) unknown.saysAs(foreign)
    },
  })
}

function loginToTenant(plan: Plan, login: PasswordWay): DerivedCheck {
  const { operation, needs } = login
  return derived(plan, rules.tenant, {
    operation,
    title: 'a login to a tenant of others is refused',
    needs: [...needs, ...otherTenant],
    async run(probe) {
      const ordinary = personOf(probe.people, 'ordinary')
      const { tenant = '', otherTenant: foreign = '' } = probe.people
      await succeeds(plan, login, probe, ordinary, { tenant })
      const refused = await fails(plan, login, probe, ordinary, { tenant: foreign })
      const { name = '' } = plan.contract.securitySchemes[login.way.scheme] ?? {}
      const cookies = refused.all('set-cookie').map((line) => setCookieOf(line).name)
      refused.holds('no cookie of a login', !cookies.includes(name), cookies)
    },
  })
}

function loginToUnknownTenant(plan: Plan, login: PasswordWay): DerivedCheck {
  const { operation, needs } = login
  return derived(plan, rules.tenantAlike, {
    operation,
    title: 'an unknown tenant and one of others are refused alike',
    needs: [...needs, ...otherTenant],
    async run(probe) {
      const ordinary = personOf(probe.people, 'ordinary')
      const { tenant = '', otherTenant: foreign = '' } = probe.people
      await succeeds(plan, login, probe, ordinary, { tenant })
      const refused = await fails(plan, login, probe, ordinary, { tenant: foreign })
      const unknown = await fails(plan, login, probe, ordinary, { tenant: freshWord() })
      unknown.is('the status', refused.status, unknown.status)
      unknown.saysAs(refused)
    },
  })
}
