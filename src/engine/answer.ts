import { answerSchema, memberOf as memberSchema, schemaAt } from '../contract/body-schema.ts'
import type { Operation } from '../contract/contract.ts'
import type { ContractDocument, Schema } from '../contract/document.ts'
import { operationExtension } from '../contract/extensions.ts'
import type { Reply } from '../contract/handler.ts'
import { oncePer } from '../contract/once.ts'
import type { Answer, Shown } from '../ways/declarations.ts'
import { hasMember, isObject, memberOf } from '../ways/evaluate.ts'
import { place } from '../ways/place.ts'
import type { EngineContract } from './engine-contract.ts'
import { bodiless, exampleAnswer } from './example-answer.ts'
import { type Known, membersOf, shownValue } from './values.ts'

type Served = Pick<EngineContract, 'contract'>

/** The documented success of an operation with what its declarations show: `x-answer` of the root and its own, then `answer`. */
export function answerShowing(
  { contract: { document } }: Served,
  operation: Operation,
  answer: Answer | undefined,
  known: Known,
): Reply {
  const example = exampleAnswer(document, operation)
  const declared = declaredAnswer(document, operation)
  const shown = answer ? bothAnswers(declared, answer) : declared
  if (Object.keys(shown).length === 0 || bodiless.has(example.status) || Buffer.isBuffer(example.body)) return example
  const { asIs: _, ...reply } = example
  const body = showing(placingOf(document, operation), example.body, shown, known)
  return { ...reply, body }
}

/** What the contract says of all answers that document a place for it, and of those of the operation. */
const declaredAnswer = oncePer((document: ContractDocument, operation: Operation): Answer => {
  const schema = answerSchema(document, operation)
  const shown = Object.entries((document['x-answer'] ?? {}) as Answer)
  const own = operationExtension(document, operation, 'x-answer') as Answer | undefined
  return { ...Object.fromEntries(shown.filter(([pointer]) => schemaAt(document, schema, membersOf(pointer)))), ...own }
})

/** The documented success of an operation that lists things: at `list`, an item for each of what is known. */
export function answerListing(
  engine: Served,
  operation: Operation,
  { list, item, answer }: { readonly list: string; readonly item: Answer; readonly answer?: Answer | undefined },
  { items, known }: { readonly items: readonly Known[]; readonly known: Known },
): Reply {
  const { document } = engine.contract
  const { asIs: _, ...reply } = answerShowing(engine, operation, answer, known)
  const members = membersOf(list)
  const schema = schemaAt(document, answerSchema(document, operation), members)
  const [first] = Object.values(Object(members.reduce<unknown>(memberOf, reply.body)))
  const placing = itemPlacingOf(document, schema ?? anything)
  const shown = items.map((each) => showing(placing, first ?? {}, item, each))
  return { ...reply, body: place(reply.body, [{ at: `$response.body#${list}`, value: shown }]) }
}

/** A value of an answer, and its place. */
interface Place {
  readonly part: { readonly in: 'body'; readonly members: readonly string[] }
  readonly shown: Shown
  readonly type: unknown
  readonly mayBeNull: boolean
}

/** By schema and answer, what both say of each place; lists ask for it once an item. */
const placesOf = oncePer((schema: Placing, answer: Answer): readonly Place[] =>
  Object.entries(answer).map(([pointer, shown]) => {
    const members = membersOf(pointer)
    const found = schemaAt(schema.document, schema.schema, members)
    return { part: { in: 'body', members }, shown, type: found?.type, mayBeNull: mayBeNull(found) }
  }),
)

const bothAnswers = oncePer((declared: Answer, answer: Answer): Answer => ({ ...declared, ...answer }))

const placingOf = oncePer(
  (document: ContractDocument, operation: Operation): Placing => ({
    document,
    schema: answerSchema(document, operation),
  }),
)

const anything: Schema = {}

/** Of the items of a list. */
const itemPlacingOf = oncePer(
  (document: ContractDocument, list: Schema): Placing => ({ document, schema: memberSchema(document, list, '0') }),
)

interface Placing {
  readonly document: ContractDocument
  readonly schema: Schema | undefined
}

/** An example with values at their places. What is not known becomes null where that is allowed, else is left out. */
function showing(placing: Placing, example: unknown, shown: Answer, known: Known): unknown {
  const values = placesOf(placing, shown).map(({ part, shown: each, type, mayBeNull: isNullable }) => {
    const value = shownValue(each, known)
    return { at: part, type, value: value === undefined && isNullable ? null : value }
  })
  const unknown = values.filter(({ value }) => value === undefined)
  return place(
    unknown.reduce((rest, { at }) => without(rest, at.members), example),
    values,
  )
}

function mayBeNull(schema: Schema | undefined): boolean {
  return [schema?.type].flat().includes('null') || [schema?.enum].flat().includes(null)
}

/** A copy of a body without a member. */
function without(node: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined || Array.isArray(node) || !isObject(node) || !hasMember(node, name)) return node
  if (rest.length > 0) return { ...node, [name]: without(node[name], rest) }
  return Object.fromEntries(Object.entries(node).filter(([key]) => key !== name))
}
