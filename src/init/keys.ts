import { answerSchema, schemaAt } from '../contract/body-schema.ts'
import { isNumber } from './account-answer.ts'
import type { ApiFacts, OperationFacts } from './api-facts.ts'
import { pointerTo } from './call.ts'
import { carrierOf, sent } from './carriers.ts'
import { answerFields, type Field, isText } from './fields.ts'
import type { Certainty, Guess } from './guess.ts'
import { is, lastSegment, nameOf, pathParameters, says } from './words.ts'

const keySegments =
  /^(api|access|personal|auth|app|user|my|admin|developer|service)*(apikeys?|keys?|accesstokens?|tokens?|apitokens?|personalaccesstokens?|apppasswords?|appkeys?)$/
const otherWords =
  /^(ssh|gpg|deploy|public|signing|encryption|idempotency|translation|topics?|jwks?|webhooks?|push|registration|card|payment|bank|reset|invite|verification|download|upload|share|csrf|m2m|device|revoke|refresh|exchange|license|rotate|kms|public-?keys?|objects?|documents?|cache|pin|join|bootstrap|enrollment|runner|installation|agent|channel|livekit|room|signin|widget|embed|conversion|link|session|search)$/

/** A group of operations that manage keys: at one path they are issued and listed, and below it revoked. */
interface KeyGroup {
  readonly create: OperationFacts
  readonly list: OperationFacts | undefined
  readonly remove: readonly OperationFacts[]
  /** Where the answer of `create` has the key. */
  readonly secret: Field
  readonly scheme: string
  readonly certainty: Certainty
}

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

function guessesOf(facts: ApiFacts, group: KeyGroup, way: string, isFirst: boolean): readonly Guess[] {
  const { create, scheme, certainty } = group
  const id = `key ${scheme}`
  const key: Guess = {
    id,
    kind: 'key',
    certainty,
    subject: scheme,
    scheme,
    what: 'is a key that a client has from the start',
    reasons: [`${create.name} issues it`],
    changes: [
      {
        at: ['components', 'securitySchemes', scheme],
        value: {
          'x-ways': {
            [way]: {
              inputs: { key: { is: 'key' } },
              send: sent(facts.schemes[scheme], '$inputs.key'),
              lifecycle: { credential: { name: kebab(way), lifetime: 'never' } },
            },
          },
        },
      },
    ],
    needs: [],
  }
  return [
    ...(isFirst ? [key] : []),
    issueGuess(group, way, id),
    ...listGuess(facts, group, way),
    ...revokeGuesses(group, way),
  ]
}

/** `apiKey` is `api-key` in the ledger. */
function kebab(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])|_+/g, '$1-$2').toLowerCase()
}

function issueGuess({ create, secret, scheme, certainty }: KeyGroup, way: string, key: string): Guess {
  const [form = []] = create.forms
  const name = form.find(
    (field) =>
      field.in === 'body' && /^(name|label|title|description|note|displayname)$/.test(nameOf(field)) && isText(field),
  )
  const around = create.answer.filter(({ path }) => path.slice(0, -1).join('/') === secret.path.slice(0, -1).join('/'))
  const shownName = name && around.find((field) => nameOf(field) === nameOf(name))
  const shownId = around.find((field) => isId(field))
  const created = around.find(isCreated)
  return actionGuess('issue-key', create, certainty, [key], {
    what: `issues keys of ${scheme}`,
    reasons: [`its answer has a "${secret.path.at(-1)}" that the request does not choose`],
    action: {
      kind: 'issue-key',
      way,
      ...(name && { members: { name: `$request.body#${pointerTo(name.path)}` } }),
      answer: {
        ...(shownId && { [pointerTo(shownId.path)]: '$key.id' }),
        [pointerTo(secret.path)]: '$key.secret',
        ...(shownName && { [pointerTo(shownName.path)]: '$key.name' }),
        ...(created && { [pointerTo(created.path)]: '$key.created' }),
      },
    },
  })
}

function isCreated(field: Field): boolean {
  return /^(created|createdat|createdon|creationtime|creationdate|issuedat)$/.test(nameOf(field)) && isText(field)
}

function isId(field: Field): boolean {
  return /^(key|apikey|token)?(id|uuid|uid)$/.test(nameOf(field)) && (isText(field) || isNumber(field))
}

function listGuess({ document }: ApiFacts, { list, create, certainty }: KeyGroup, way: string): readonly Guess[] {
  if (!list || list.isOpen) return []
  const place = listIn(document, list)
  if (!place) return []
  const id = place.fields.find((field) => field.path.length === 1 && isId(field))
  const takesName = create.forms[0]?.some((field) => field.in === 'body' && nameOf(field) === 'name')
  const name = takesName ? place.fields.find((field) => field.path.length === 1 && nameOf(field) === 'name') : undefined
  const created = place.fields.find((field) => field.path.length === 1 && isCreated(field))
  if (!id && !name) return []
  return [
    actionGuess('list-keys', list, certainty, [`issue-key ${create.operation.id}`], {
      what: 'lists the keys of the caller',
      reasons: [`it reads where ${create.name} issues keys`],
      action: {
        kind: 'list-keys',
        way,
        list: place.pointer,
        item: {
          ...(id && { [pointerTo(id.path)]: '$key.id' }),
          ...(name && { [pointerTo(name.path)]: '$key.name' }),
          ...(created && { [pointerTo(created.path)]: '$key.created' }),
        },
      },
    }),
  ]
}

/** Where an answer has its list, and the fields of an item. */
export function listIn(
  document: ApiFacts['document'],
  { operation, answer }: OperationFacts,
): { readonly pointer: string; readonly fields: readonly Field[] } | undefined {
  const schema = answerSchema(document, operation)
  const places: readonly (readonly string[])[] = [
    [],
    ...answer.filter(({ schema: { type, items } }) => type === 'array' || items !== undefined).map(({ path }) => path),
  ]
  for (const path of places.filter((each) => each.length < 3)) {
    const item = schemaAt(document, schema, [...path, '0'])
    const fields = item ? answerFields(document, item) : []
    if (fields.length > 0) return { pointer: pointerTo(path), fields }
  }
  return undefined
}

function revokeGuesses(group: KeyGroup, way: string): readonly Guess[] {
  return group.remove.filter(({ isOpen }) => !isOpen).flatMap((remove) => revokeGuess(group, remove, way))
}

function revokeGuess({ create, certainty, scheme }: KeyGroup, remove: OperationFacts, way: string): readonly Guess[] {
  const last = pathParameters(remove.operation.path).at(-1)
  if (last === undefined) return []
  return [
    actionGuess('revoke-key', remove, certainty, [`issue-key ${create.operation.id}`], {
      what: `revokes a key of ${scheme}`,
      reasons: [`it is below ${create.name}, which issues keys`],
      action: { kind: 'revoke-key', way, id: `$request.path.${last}` },
    }),
  ]
}

/** A guess that an operation has an action. */
export function actionGuess(
  kind: Guess['kind'],
  { operation, name }: OperationFacts,
  certainty: Certainty,
  needs: readonly string[],
  {
    what,
    reasons,
    action,
  }: { readonly what: string; readonly reasons: readonly string[]; readonly action: Readonly<Record<string, unknown>> },
): Guess {
  const at = ['paths', operation.path, operation.method.toLowerCase()]
  const { id: operationId } = operation
  return {
    id: `${kind} ${operationId}`,
    kind,
    certainty,
    subject: name,
    operationId,
    what,
    reasons,
    needs,
    changes: [{ at, value: { 'x-action': action } }],
  }
}
