import { carrierOf } from '../conformance/derived/damage.ts'
import { loginsOf } from '../conformance/derived/logins.ts'
import { actionOf, type Plan } from '../conformance/derived/plan.ts'
import type { Operation } from '../contract/contract.ts'
import type { SecurityRequirement, SecurityScheme } from '../contract/document.ts'
import { all, type Break, changed, defining, handling, readingAll } from './breaking.ts'
import { acceptedFor, bare, inField, inQuery, type Place, placeOf, secretOf, somebody } from './carried.ts'
import { withMembers } from './contexts.ts'
import { type Kind, where } from './kind.ts'

/** Mistakes in what opens a protected operation. */
export const accessKinds: readonly Kind[] = [
  {
    id: 'guard-forgotten',
    title: 'One protected operation is mounted without the guard',
    rules: ['missing-credential'],
    breaks: (plan) => {
      const bare = plan.doors.filter(({ operation }) => !actionOf(plan.contract, operation))
      const [door] = bare.length > 0 ? bare : plan.doors
      return (
        door &&
        all(
          requiring(
            (id) => id === door.operation.id,
            () => [],
          ),
          withSomebody(door.operation.id),
        )
      )
    },
  },
  {
    id: 'any-value',
    title: 'The guard looks whether there is a credential, and does not look it up',
    rules: ['unknown-credential', 'changed-credential'],
    breaks: (plan) =>
      where(plan.doors.length > 0, () =>
        readingAll((right) =>
          changed(right, (next) => async (context) => {
            const outcome = await next(context)
            return 'fault' in outcome && outcome.fault !== 'missing' ? somebody(context) : outcome
          }),
        ),
      ),
  },
  {
    id: 'wrong-place',
    title: 'A credential is also taken from a place that its scheme does not name',
    rules: ['misplaced-credential'],
    breaks: (plan) =>
      where(plan.doors.length > 0, () =>
        readingAll((right, scheme) =>
          changed(right, (next) => async (context) => {
            const declared = schemeOf(plan, scheme)
            const [own, other] = [placeOf(declared), elsewhere(declared)]
            const text = own.read(context) === undefined ? other(context) : undefined
            return next(text === undefined ? context : own.write(context, text))
          }),
        ),
      ),
  },
  {
    id: 'compared-in-any-case',
    title: 'Credentials are compared in any letter case',
    rules: ['changed-credential'],
    breaks: (plan) => where(loginsOf(plan).length > 0, () => takenFor(plan, (sent, good) => isSame(sent, good))),
  },
  {
    id: 'compared-in-part',
    title: 'A credential is compared as far as the shorter of the two goes',
    rules: ['changed-credential', 'prolonged-credential'],
    breaks: (plan) =>
      where(loginsOf(plan).length > 0, () =>
        takenFor(plan, (sent, good) => sent.length > 12 && (good.startsWith(sent) || sent.startsWith(good))),
      ),
  },
  {
    id: 'half-of-conjunction',
    title: 'Of credentials that are required together, one is enough',
    rules: ['half-of-conjunction'],
    breaks: (plan) =>
      where(
        plan.doors.some(({ requirement }) => Object.keys(requirement).length > 1),
        () =>
          requiring(
            () => true,
            (security) => security.flatMap((one) => Object.entries(one).map(([name, scopes]) => ({ [name]: scopes }))),
          ),
      ),
  },
  {
    id: 'head-unguarded',
    title: 'The guard is mounted for GET, and HEAD passes it',
    rules: ['disguised-request'],
    breaks: (plan) =>
      where(
        plan.doors.some(({ operation }) => operation.method === 'GET'),
        () => forHead(() => []),
      ),
  },
  {
    id: 'malformed-crashes',
    title: 'A credential that cannot be parsed throws, and nothing catches it',
    rules: ['malformed-credential'],
    crashes: true,
    breaks: (plan) =>
      where(plan.doors.length > 0, () =>
        readingAll((right) =>
          changed(right, (next) => async (context) => {
            const outcome = await next(context)
            if ('fault' in outcome && outcome.fault === 'malformed') throw new SyntaxError('Unexpected token')
            return outcome
          }),
        ),
      ),
  },
  {
    id: 'jwt-not-verified',
    title: 'A JWT is decoded, and its signature is not verified',
    rules: ['forged-jwt', 'changed-credential'],
    breaks: (plan) =>
      where(hasJwt(plan), () =>
        readingAll((right, scheme) =>
          changed(right, (next) => async (context) => {
            const outcome = await next(context)
            const token = bare(placeOf(schemeOf(plan, scheme)).read(context) ?? '')
            if (!('fault' in outcome) || outcome.fault === 'expired' || token.split('.').length !== 3) return outcome
            return somebody(context)
          }),
        ),
      ),
  },
  {
    id: 'refresh-token-as-credential',
    title: 'Tokens are looked up without a condition on their kind',
    rules: ['wrong-kind'],
    breaks: (plan) => {
      const kinds = refreshKinds(plan)
      return where(kinds.length > 0, () =>
        readingAll((right, scheme) =>
          changed(right, (next) => async (context) => {
            const outcome = await next(context)
            const declared = schemeOf(plan, scheme)
            const token = secretOf(declared, placeOf(declared).read(context) ?? '')
            if (!('fault' in outcome) || token === '') return outcome
            const found = await Promise.all(kinds.map((kind) => context.store.secrets.find(kind, token)))
            const live = found.find((each) => each?.state === 'active')
            return live ? acceptedFor(live.account) : outcome
          }),
        ),
      )
    },
  },
]

export function schemeOf({ contract }: Plan, scheme: string): SecurityScheme {
  return contract.securitySchemes[scheme] ?? { type: 'http', scheme: 'bearer' }
}

/** The kinds of refresh tokens, as the ledger has them. */
export function refreshKinds({ ways }: Plan): readonly string[] {
  return [
    ...new Set(ways.filter(({ renew }) => renew).map(({ lifecycle }) => lifecycle.refresh?.name ?? 'refresh-token')),
  ]
}

/** Operations that require other credentials than their contract says. */
export function requiring(
  isMeant: (operation: string) => boolean,
  change: (security: readonly SecurityRequirement[]) => readonly SecurityRequirement[],
): Break {
  return routing((operation) =>
    isMeant(operation.id) ? { ...operation, security: change(operation.security) } : operation,
  )
}

/** Operations that require something else of HEAD. */
export function forHead(change: (security: readonly SecurityRequirement[]) => readonly SecurityRequirement[]): Break {
  return routing((operation, method) =>
    method === 'HEAD' ? { ...operation, security: change(operation.security) } : operation,
  )
}

function routing(change: (operation: Operation, method: string) => Operation): Break {
  return (api) => ({
    ...api,
    router: withMembers(api.router, {
      match(method: string, path: string, search?: string) {
        const match = api.router.match(method, path, search)
        return match && 'operation' in match ? { ...match, operation: change(match.operation, method) } : match
      },
    }),
  })
}

/** Who calls an operation without its guard is taken for someone, since its handler may rely on the guard. */
function withSomebody(operation: string): Break {
  return handling(operation, (next) => async (request, context) => {
    const reading = context.caller ? undefined : await somebody(context)
    return next(request, reading && 'caller' in reading ? { ...context, caller: reading.caller } : context)
  })
}

/** Where else a credential is looked for, in the form of its own place. */
function elsewhere(scheme: SecurityScheme): Place['read'] {
  if (carrierOf(scheme) === 'basic') return inField('proxy-authorization').read
  const isKey = scheme.type === 'apiKey'
  const places = isKey ? [inField('authorization')] : [inQuery('access_token'), inField('x-api-key')]
  return (context) => {
    const [text] = places.flatMap((place) => place.read(context) ?? [])
    if (text === undefined || isKey) return text && bare(text)
    return `Bearer ${text}`
  }
}

/** Remembers the credentials that were good, and takes others for them. */
function takenFor(plan: Plan, isTaken: (sent: string, good: string) => boolean): Break {
  const known = new Set<string>()
  return readingAll((right, scheme) =>
    changed(right, (next) => async (context) => {
      const place = placeOf(schemeOf(plan, scheme))
      const sent = place.read(context)
      const outcome = await next(context)
      if (sent === undefined) return outcome
      if ('caller' in outcome) known.add(sent)
      if (!('fault' in outcome)) return outcome
      for (const good of [...known].filter((each) => isTaken(sent, each))) {
        const taken = await next(place.write(context, good))
        if ('caller' in taken) return taken
      }
      return outcome
    }),
  )
}

function isSame(sent: string, good: string): boolean {
  return sent.toLowerCase() === good.toLowerCase()
}

function hasJwt({ ways, contract }: Plan): boolean {
  return ways.some(({ scheme, lifecycle, expires }) => {
    const { form } = lifecycle.credential ?? {}
    const isDeclared = typeof form === 'object' && 'jwt' in form
    return isDeclared || /jwt/i.test(contract.securitySchemes[scheme]?.bearerFormat ?? '') || expires?.jwt !== undefined
  })
}

/** Refusals that ask for no credential. */
export const withoutChallenges: Break = all(
  readingAll((right) => ({ ...right, challenge: [] })),
  defining(({ form: { look, ...form } }) => ({
    form: { ...form, ...(look && { look: (...given) => ({ ...look(...given), challenge: [] }) }) },
  })),
)
