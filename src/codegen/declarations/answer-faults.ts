import { answerSchema, schemaAt } from '../../contract/body-schema.ts'
import type { Operation } from '../../contract/contract.ts'
import type { Schema } from '../../contract/document.ts'
import type { Answer } from '../../ways/declarations.ts'
import { type Declared, wayAt } from './declared.ts'
import { expressionFaults, membersOf, nothingAt } from './expression-faults.ts'
import type { DeclarationFault } from './fault.ts'
import { operationAt } from './places.ts'

/** What `x-answer` and the `answer` of ways show where the answer documents nothing, or that is not known. */
export function answerFaults(declared: Declared): DeclarationFault[] {
  const { contract, ways } = declared
  const { operations, document } = contract
  const ofOperations = operations.flatMap((operation) => {
    const at = [...operationAt(operation), 'x-answer']
    const place = declared.places.find((each) => each.at.join(' ') === at.join(' '))
    return place ? shownFaults(declared, operation, place.value as Answer, at) : []
  })
  const ofWays = ways.flatMap((way) => {
    const operation = operations.find(({ id }) => id === way.obtain?.operationId)
    if (way.answer === undefined) return []
    const at = [...wayAt(way), 'answer']
    return operation
      ? shownFaults(declared, operation, way.answer, at)
      : [{ at, message: 'Expected "obtain", whose answer this is' }]
  })
  return [...ofOperations, ...ofWays, ...commonFaults(declared, (document['x-answer'] ?? {}) as Answer)]
}

/** What an answer of one operation shows. */
export function shownFaults(
  declared: Declared,
  operation: Operation,
  answer: Answer,
  at: readonly string[],
  keyOf?: string,
): DeclarationFault[] {
  const schema = answerSchema(declared.contract.document, operation)
  return [
    ...pointerFaults(declared, schema, Object.keys(answer), at, `The answer of "${operation.id}"`),
    ...expressionFaults(declared, answer, at, { operation, keyOf }),
  ]
}

/** Pointers that find no member. */
export function pointerFaults(
  { contract: { document } }: Declared,
  schema: Schema | undefined,
  pointers: readonly string[],
  at: readonly string[],
  what: string,
): DeclarationFault[] {
  return pointers.flatMap((pointer) => {
    const message = nothingAt(document, schema, pointer, what)
    return message === undefined ? [] : [{ at: [...at, pointer], message }]
  })
}

/** The answer of the root is shown by all operations that document its places, so that one has to. */
function commonFaults(declared: Declared, answer: Answer): DeclarationFault[] {
  const { document, operations } = declared.contract
  const isDocumented = (pointer: string) =>
    operations.some((operation) => schemaAt(document, answerSchema(document, operation), membersOf(pointer)))
  const idle = Object.keys(answer).filter((pointer) => !isDocumented(pointer))
  return [
    ...idle.map((pointer) => ({ at: ['x-answer', pointer], message: `No answer has anything at "${pointer}"` })),
    ...expressionFaults(declared, answer, ['x-answer'], {}),
  ]
}
