import { answerSchema, schemaAt } from '../contract/body-schema.ts'
import { isNumber } from './account-answer.ts'
import type { ApiFacts, OperationFacts } from './api-facts.ts'
import { pointerTo } from './call.ts'
import { sent } from './carriers.ts'
import { answerFields, type Field, isText } from './fields.ts'
import type { Certainty, Guess } from './guess.ts'
import { nameOf, pathParameters } from './words.ts'

/** A group of operations that manage keys: at one path they are issued and listed, and below it revoked. */
export interface KeyGroup {
  readonly create: OperationFacts
  readonly list: OperationFacts | undefined
  readonly remove: readonly OperationFacts[]
  /** Where the answer of `create` has the key. */
  readonly secret: Field
  readonly scheme: string
  readonly certainty: Certainty
}

export function guessesOf(facts: ApiFacts, group: KeyGroup, way: string, isFirst: boolean): readonly Guess[] {
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
