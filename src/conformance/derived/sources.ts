import type { InputMeaning } from '../../ways/way.ts'
import type { Cast, Person } from '../cast.ts'
import type { InputNeed, Need } from '../hooks.ts'
import type { Sent } from '../request.ts'
import { issueKey, sentWithKey } from './issued-key.ts'
import type { Plan, PlannedWay } from './plan.ts'
import { presented } from './presentation.ts'
import { type DerivedProbe, type Held, obtained } from './session.ts'

/** A good credential of one scheme. */
export interface GoodCredential {
  readonly scheme: string
  /** What presents it. */
  readonly sent: Sent
  /** How it was obtained; undefined where it was given by hand. */
  readonly held?: Held
}

/** A way to come by a good credential of one scheme. */
export interface Source {
  readonly scheme: string
  /** What titles call its credential: `access token`, `apiKey`. */
  readonly credential: string
  /** The way that it goes; undefined where a credential is given by hand. */
  readonly way?: PlannedWay
  readonly needs: readonly Need[]
  /** Gets one for someone with the rights that are asked for. */
  get(probe: DerivedProbe, person?: Person): Promise<GoodCredential>
}

/** What a check may be given of someone by an input of that meaning. */
const peopleNeeds: Partial<Readonly<Record<InputMeaning, (who: string) => InputNeed>>> = {
  login: (who) => `people.${who}.login`,
  password: (who) => `people.${who}.password`,
  client: () => 'people.client.id',
  'client-secret': () => 'people.client.secret',
  tenant: () => 'people.tenant',
  provider: () => 'people.provider',
  'redirect-uri': () => 'people.redirectUri',
}

/** Every source of a scheme: its ways by which a call obtains a credential from what is given, else a credential by hand. */
export function sourcesOf(plan: Plan, scheme: string, who = 'ordinary'): readonly Source[] {
  const ways = plan.ways.filter((way) => way.scheme === scheme)
  const found = ways.flatMap((way) => waySource(plan, way, who) ?? keySource(plan, way, who) ?? [])
  if (found.length > 0) return found
  const [held] = ways.filter(({ obtain, redirect }) => !obtain && !redirect)
  return [held && plan.issuesKeys ? ownerSource(plan, held, who) : handSource(plan, scheme, who)]
}

/** What the inputs of a way take from the cast, but for those that a check fills in; undefined where one cannot be had. */
export function inputNeeds(
  way: PlannedWay,
  who = 'ordinary',
  filled: readonly InputMeaning[] = [],
): readonly InputNeed[] | undefined {
  const needs = [...way.inputMeanings]
    .filter(([name, meaning]) => way.inputs?.[name]?.required !== false && !(meaning && filled.includes(meaning)))
    .map(([, meaning]) => meaning && peopleNeeds[meaning]?.(who))
  return needs.includes(undefined) ? undefined : [...new Set(needs as InputNeed[])]
}

function waySource(plan: Plan, way: PlannedWay, who: string): Source | undefined {
  const needs = inputNeeds(way, who)
  if (!way.obtain || !needs) return undefined
  return {
    scheme: way.scheme,
    credential: nameOf(way, plan),
    way,
    needs,
    async get(probe, person = personOf(probe.people, who)) {
      const held = await obtained(probe, plan, way, person)
      return { scheme: way.scheme, sent: held.sent, held }
    },
  }
}

/** A key that an operation issues to someone who is logged in. */
function keySource(plan: Plan, way: PlannedWay, who: string): Source | undefined {
  if (way.obtain || way.redirect) return undefined
  const [issuing] = plan.actions('issue-key').filter(({ action }) => action.way === way.name)
  if (!issuing) return undefined
  const [requirement = {}] = issuing.operation.security
  const [login] = Object.keys(requirement).flatMap((scheme) => loginSources(plan, scheme, who))
  if (!login) return undefined
  return {
    scheme: way.scheme,
    credential: nameOf(way, plan),
    way,
    needs: login.needs,
    async get(probe, person) {
      const owner = await login.get(probe, person)
      const { sent } = await issueKey(probe, plan, issuing, owner.sent)
      return { scheme: way.scheme, sent }
    },
  }
}

/** A key that only the owner of the server can issue. */
function ownerSource(plan: Plan, way: PlannedWay, who: string): Source {
  return {
    scheme: way.scheme,
    credential: nameOf(way, plan),
    way,
    needs: ['issueKey'],
    async get({ hooks, people }) {
      const { login = '' } = personOf(people, who)
      const key = (await hooks.issueKey?.(people.tenant ?? login)) ?? ''
      return { scheme: way.scheme, sent: sentWithKey(plan, way, key) }
    },
  }
}

/** The sources that log someone in. */
function loginSources(plan: Plan, scheme: string, who: string): readonly Source[] {
  return plan.ways.filter((way) => way.scheme === scheme).flatMap((way) => waySource(plan, way, who) ?? [])
}

/** What the contract calls its credential, and the way where several lead to one of that name. */
function nameOf(way: PlannedWay, { ways }: Plan): string {
  const named = ({ name, lifecycle }: PlannedWay) =>
    lifecycle.credential?.name?.replaceAll('-', ' ') ?? `${name} credential`
  const isAlone = ways
    .filter(({ obtain }) => obtain)
    .every((other) => other.name === way.name || named(other) !== named(way))
  return isAlone ? named(way) : `${named(way)} (${way.name})`
}

function handSource({ contract }: Plan, scheme: string, who: string): Source {
  const isOfRole = who.startsWith('roles.')
  return {
    scheme,
    credential: scheme,
    needs: [isOfRole ? `people.${who}.credentials.${scheme}` : `people.credentials.${scheme}`],
    async get({ people }) {
      const declared = contract.securitySchemes[scheme] ?? { type: 'http', scheme: 'bearer' }
      return {
        scheme,
        sent: presented(declared, (isOfRole ? personOf(people, who) : people).credentials?.[scheme] ?? ''),
      }
    },
  }
}

/** Someone of the cast: `ordinary`, `other` or `roles.NAME`. */
export function personOf(cast: Cast, who: string): Person {
  const [group, role = ''] = who.split('.')
  return (group === 'roles' ? cast.roles?.[role] : cast[who as 'ordinary']) ?? {}
}
