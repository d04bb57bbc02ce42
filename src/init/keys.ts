import type { ApiFacts, OperationFacts } from './api-facts.ts'
import { carrierOf } from './carriers.ts'
import { type Field, isText } from './fields.ts'
import type { Guess } from './guess.ts'
import { guessesOf, type KeyGroup } from './key-guesses.ts'
import { is, lastSegment, nameOf, pathParameters, says } from './words.ts'

const keySegments =
  /^(api|access|personal|auth|app|user|my|admin|developer|service)*(apikeys?|keys?|accesstokens?|tokens?|apitokens?|personalaccesstokens?|apppasswords?|appkeys?)$/
const otherWords =
  /^(ssh|gpg|deploy|public|signing|encryption|idempotency|translation|topics?|jwks?|webhooks?|push|registration|card|payment|bank|reset|invite|verification|download|upload|share|csrf|m2m|device|revoke|refresh|exchange|license|rotate|kms|public-?keys?|objects?|documents?|cache|pin|join|bootstrap|enrollment|runner|installation|agent|channel|livekit|room|signin|widget|embed|conversion|link|session|search)$/

/** The keys that an API issues for one of its schemes. */
export function findKeys(
  facts: ApiFacts,
  loginSchemes: ReadonlySet<string>,
  names: ReadonlySet<string>,
): readonly Guess[] {
  const groups = facts.operations.flatMap((operation) => groupAt(facts, operation, loginSchemes) ?? [])
  const ranked = groups.toSorted((one, other) => rank(other) - rank(one))
  const ways = new Map<string, string>()
  return ranked
    .flatMap((group, at) => {
      const known = ways.get(group.scheme)
      const way =
        known ??
        [group.scheme, 'key'].find(
          (name) => /^\w+$/.test(name) && !names.has(name) && ![...ways.values()].includes(name),
        ) ??
        `key${at + 1}`
      ways.set(group.scheme, way)
      const certainty = at > 0 && group.certainty === 'sure' ? 'likely' : group.certainty
      return guessesOf(facts, { ...group, certainty }, way, known === undefined)
    })
    .filter((guess, at, all) => all.findIndex(({ id }) => id === guess.id) === at)
}

function rank({ certainty, create, list, remove }: KeyGroup): number {
  const { path } = create.operation
  return (
    (certainty === 'sure' ? 10 : 0) +
    (list ? 2 : 0) +
    (remove.length > 0 ? 2 : 0) -
    pathParameters(path).length * 3 -
    path.length / 100
  )
}

function groupAt(facts: ApiFacts, create: OperationFacts, loginSchemes: ReadonlySet<string>): KeyGroup | undefined {
  const { method, path } = create.operation
  if (method !== 'POST' || create.isOpen || says(create.ownWords, otherWords) || path.endsWith('}')) return undefined
  const base = path.replace(/\/(create|generate|new|issue)$/i, '')
  if (!keySegments.test(lastSegment(base))) return undefined
  const secret = secretOf(create)
  if (!secret) return undefined
  const below = facts.operations.filter(({ operation }) => isBelow(operation.path, base))
  const list = facts.operations.find(
    ({ operation }) => operation.method === 'GET' && (operation.path === base || operation.path === `${base}/list`),
  )
  const remove = below.filter(
    ({ operation, ownWords }) =>
      operation.method === 'DELETE' || (operation.method === 'POST' && says(ownWords, /^(revoke|delete|disable)$/)),
  )
  if (!list && remove.length === 0) return undefined
  const scheme = schemeOf(facts, create, secret, loginSchemes)
  if (scheme === undefined) return undefined
  const isNamed =
    /apikey|personalaccesstoken|apitoken|accesstoken/.test(lastSegment(base)) || lastSegment(base) === 'keys'
  const isOwn = pathParameters(base).length === 0
  return {
    create,
    list,
    remove,
    secret,
    scheme,
    certainty:
      list && remove.length > 0 && isNamed && isOwn
        ? 'sure'
        : isNamed && (isOwn || (list && remove.length > 0))
          ? 'likely'
          : 'unsure',
  }
}

function isBelow(path: string, base: string): boolean {
  return path.startsWith(`${base}/{`) && /^\/\{[^}]+\}(\/(revoke|delete|disable))?$/.test(path.slice(base.length))
}

const secretRanks = [
  /^(plain|full|raw|unencrypted)/,
  /(api)?key(value|secret|string)|secretkey/,
  /^(api|access)?(key|token)$/,
  /secret/,
  /value|encoded|jwt/,
]

/** The member of the answer that is the key: the caller did not choose it. */
function secretOf({ answer, forms }: OperationFacts): Field | undefined {
  const required = new Set(
    forms.flatMap((form) => form.filter((field) => field.required && field.in === 'body').map(nameOf)),
  )
  const all = answer.filter(
    (field) => is('key', field) && isText(field) && !required.has(nameOf(field)) && field.path.length < 4,
  )
  const rankOf = (field: Field) => {
    const at = secretRanks.findIndex((rank) => rank.test(nameOf(field)))
    return at < 0 ? secretRanks.length : at
  }
  return all.toSorted((one, other) => rankOf(one) - rankOf(other))[0]
}

/** The scheme that a key is for: one that is called a key, else the only one that carries a token. */
function schemeOf(
  facts: ApiFacts,
  { schemes, ownWords }: OperationFacts,
  secret: Field,
  loginSchemes: ReadonlySet<string>,
): string | undefined {
  const all = Object.entries(facts.schemes).flatMap(([name, scheme]) => {
    const carrier = carrierOf(scheme)
    if (carrier === 'none' || carrier === 'cookie') return []
    const isKey =
      /api[-_ ]?(key|token)|access[-_ ]?token|personal/i.test(`${name} ${scheme.name ?? ''}`) ||
      (carrier !== 'bearer' && carrier !== 'basic')
    const isAdmin = /admin|master|root/i.test(name) !== says(ownWords, /^admin$/)
    const isLogin = loginSchemes.has(name)
    const score =
      (isKey ? 4 : 0) +
      (schemes.includes(name) ? 1 : 0) +
      (isLogin ? -3 : 0) +
      (isAdmin ? -3 : 0) +
      (carrier === 'basic' ? -2 : 0) +
      (facts.uses(name) > 0 ? 2 : -2)
    return [{ name, score, isKey }]
  })
  const [best] = all.toSorted((one, other) => other.score - one.score)
  if (!best || secret.path.length === 0) return undefined
  return best.score > 1 && (best.isKey || all.length === 1 || !loginSchemes.has(best.name)) ? best.name : undefined
}
