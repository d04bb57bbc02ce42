import { type Schema as CheckedSchema, Validator } from '@cfworker/json-schema'
import type { Contract, Response } from '../contract/contract.ts'
import type { HeaderObject, Schema } from '../contract/document.ts'
import type { Answer } from './answer.ts'

/** Holds an answer to what its contract says of the operation and status; throws a Deviation. */
export type AnswerCheck = (operationId: string, answer: Answer) => void

/**
 * Compiles the contract's say on every answer. It shares nothing with the reference server's own check, neither the code
 * nor the validator, so that a fault in one does not hide behind the same fault in the other.
 */
export function compileAnswerCheck(contract: Contract): AnswerCheck {
  const operations = new Map(contract.operations.map((operation) => [operation.id, operation]))
  const validators = new Map<Schema, Validator>()
  const validate = (schema: Schema, value: unknown): string | undefined => {
    const validator = validators.get(schema) ?? validatorFor(schema, contract)
    validators.set(schema, validator)
    const { valid, errors } = validator.validate(value)
    return valid ? undefined : errors.map(({ instanceLocation, error }) => `${instanceLocation} ${error}`).join('; ')
  }
  return (operationId, answer) => {
    const response = operations.get(operationId)?.responses.get(String(answer.status))
    if (!response) return answer.differs(`a status documented for ${operationId}`, String(answer.status))
    checkHeaders(response, answer, validate)
    checkBody(response, answer, validate)
  }
}

type Validate = (schema: Schema, value: unknown) => string | undefined

function validatorFor(schema: Schema, { document }: Contract): Validator {
  return new Validator({ ...schema, components: document.components } as CheckedSchema, '2020-12', false)
}

function checkHeaders({ headers }: Response, answer: Answer, validate: Validate): void {
  for (const [name, header] of Object.entries(headers)) {
    const values = valuesOf(name, answer)
    if (values.length === 0 && header.required === true) answer.differs(`the header ${name}`, 'none')
    for (const value of values) {
      const fault = validate(header.schema ?? {}, typed(value, header))
      if (fault !== undefined) answer.differs(`the header ${name} as documented`, `"${value}": ${fault}`)
    }
  }
}

/** The lines of a field are one list (RFC 9110, 5.3), but for `Set-Cookie`. */
function valuesOf(name: string, answer: Answer): string[] {
  const lines = answer.all(name)
  return lines.length < 2 || name.toLowerCase() === 'set-cookie' ? lines : [lines.join(', ')]
}

function typed(value: string, { schema }: HeaderObject): unknown {
  return schema?.type === 'integer' && /^\d+$/.test(value) ? Number(value) : value
}

function checkBody({ content }: Response, answer: Answer, validate: Validate): void {
  const [documented] = Object.entries(content)
  if (!documented) {
    if (answer.text !== '') answer.differs('no body', answer.text.slice(0, 100))
    return
  }
  const [mediaType, { schema = {} }] = documented
  const sent = answer.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (sent !== mediaType) answer.differs(`the media type ${mediaType}`, String(sent))
  const fault = validate(schema, answer.body)
  if (fault !== undefined) answer.differs('a body as documented', fault)
}
