import { type Operation, resolve } from '../contract/contract.ts'
import type { ContractDocument, Schema } from '../contract/document.ts'
import { unescapedPart } from '../contract/json-pointer.ts'

/** The schema of an operation's body, in the media type that clients send. */
export function requestSchema(document: ContractDocument, { requestBody }: Operation): Schema | undefined {
  const [media] = Object.values(requestBody?.content ?? {})
  return media?.schema && resolve<Schema>(document, media.schema)
}

/** The schema of what an operation answers when all is well. */
export function answerSchema(document: ContractDocument, { responses }: Operation): Schema | undefined {
  const [, response] = [...responses].find(([status]) => status.startsWith('2')) ?? []
  const [media] = Object.values(response?.content ?? {})
  return media?.schema && resolve<Schema>(document, media.schema)
}

/** The schema of a member of an object, if the schema of the object, or of one of the forms it may have, tells of it. */
export function memberOf(document: ContractDocument, schema: Schema | undefined, name: string): Schema | undefined {
  const { properties = {}, oneOf = [], anyOf = [] } = (schema ?? {}) as Choice
  const member = Object.hasOwn(properties, name) ? properties[name] : undefined
  if (member) return typeof member === 'object' ? resolve<Schema>(document, member) : {}
  const forms = [...oneOf, ...anyOf].map((form) => memberOf(document, resolve<Schema>(document, form), name))
  return forms.find((found) => found !== undefined)
}

interface Choice {
  readonly properties?: Readonly<Record<string, Schema | boolean>>
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
}

/** The schema that a JSON Pointer (RFC 6901) leads to. */
export function schemaAt(document: ContractDocument, schema: Schema | undefined, pointer: string): Schema | undefined {
  const names = pointer.split('/').slice(1)
  return names.map(unescapedPart).reduce((found: Schema | undefined, name) => memberOf(document, found, name), schema)
}

/** Whether every member that an object may have is among its properties. */
export function isClosed(schema: Schema | undefined): boolean {
  return schema?.additionalProperties === false
}
