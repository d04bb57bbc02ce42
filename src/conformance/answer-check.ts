import { type Schema as CheckedSchema, Validator } from '@cfworker/json-schema'
import { type Contract, documentedResponse, type Response } from '../contract/contract.ts'
import type { HeaderObject, Schema } from '../contract/document.ts'
import type { Answer } from './answer.ts'
import { secondsToWait } from './header-fields.ts'

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
    const operation = operations.get(operationId)
    const response = operation && documentedResponse(operation, answer.status)
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
    if (name.toLowerCase() === 'set-cookie') {
      checkCookies(header, values, answer, validate)
      continue
    }
    for (const value of values) {
      const fault = validate(header.schema ?? {}, typed(value, name, header, answer))
      if (fault !== undefined) answer.differs(`the header ${name} as documented`, `"${value}": ${fault}`)
    }
  }
}

/** One of the cookies has to be the documented one, if it has to be there; others are somebody else's, such as a load balancer's. */
function checkCookies(header: HeaderObject, lines: readonly string[], answer: Answer, validate: Validate): void {
  const faults = lines.map((line) => validate(header.schema ?? {}, line))
  const isThere = faults.includes(undefined)
  if (header.required === true && !isThere) answer.differs('the header Set-Cookie as documented', faults.join('; '))
}

/** The lines of a field are one list (RFC 9110, 5.3), but for `Set-Cookie`. */
function valuesOf(name: string, answer: Answer): string[] {
  const lines = answer.all(name)
  return lines.length < 2 || name.toLowerCase() === 'set-cookie' ? lines : [lines.join(', ')]
}

/** A documented number as one; a wait may be a date, too (RFC 9110, 10.2.3). */
function typed(value: string, name: string, { schema }: HeaderObject, answer: Answer): unknown {
  if (schema?.type !== 'integer') return value
  if (name.toLowerCase() === 'retry-after') return secondsToWait(value, answer.date) ?? value
  return /^\d+$/.test(value) ? Number(value) : value
}

function checkBody({ content }: Response, answer: Answer, validate: Validate): void {
  const documented = Object.entries(content)
  if (documented.length === 0) {
    if (answer.text !== '') answer.differs('no body', answer.text.slice(0, 100))
    return
  }
  const sent = String(answer.header('content-type')?.split(';')[0]?.trim().toLowerCase())
  const [, media] =
    documented.find(([type]) => type.split(';')[0]?.trim().toLowerCase() === sent) ??
    documented.find(([range]) => isInRange(sent, range)) ??
    answer.differs(`the media type ${documented.map(([type]) => type).join(' or ')}`, sent)
  if (answer.body === undefined && answer.text !== '') answer.differs('JSON', answer.text.slice(0, 100))
  const fault = validate(media.schema ?? {}, answer.body)
  if (fault !== undefined) answer.differs('a body as documented', fault)
}

/** Whether a media type is in a range such as `text/*` (OpenAPI 3.1.1, 4.8.17). */
function isInRange(type: string, range: string): boolean {
  return range === '*/*' || (range.endsWith('/*') && type.startsWith(range.slice(0, -1).toLowerCase()))
}
