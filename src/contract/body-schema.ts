import { type Operation, schemaBehind } from './contract.ts'
import type { ContractDocument, Schema } from './document.ts'
import { oncePer } from './once.ts'

/** The schema of an operation's body, in the media type that clients send. */
export function requestSchema(document: ContractDocument, { requestBody }: Operation): Schema | undefined {
  const [media] = Object.values(requestBody?.content ?? {})
  return media?.schema && schemaBehind(document, media.schema)
}

/** The schema of what an operation answers when all is well. */
export const answerSchema = oncePer((document: ContractDocument, { responses }: Operation): Schema | undefined => {
  const [, response] = [...responses].find(([status]) => status.startsWith('2')) ?? []
  const [media] = Object.values(response?.content ?? {})
  return media?.schema && schemaBehind(document, media.schema)
})

/** The schema of a member of an object, if the schema of the object, or of one of the forms it may have, tells of it. */
export function memberOf(document: ContractDocument, schema: Schema | undefined, name: string): Schema | undefined {
  for (const { properties, items } of schema ? formsOf(document, schema) : []) {
    if (isSchema(properties) && Object.hasOwn(properties, name)) return schemaOf(document, properties[name])
    if (isSchema(items) && /^(0|[1-9]\d*)$/.test(name)) return schemaOf(document, items)
  }
  return undefined
}

/** The names of the members that an object may have, as far as its schema tells. */
export function memberNames(document: ContractDocument, schema: Schema | undefined): readonly string[] {
  const forms = schema ? [...formsOf(document, schema)] : []
  return [...new Set(forms.flatMap(({ properties }) => (isSchema(properties) ? Object.keys(properties) : [])))]
}

/** The schema that names lead to, a member at a time. */
export function schemaAt(
  document: ContractDocument,
  schema: Schema | undefined,
  members: readonly string[],
): Schema | undefined {
  return members.reduce((found: Schema | undefined, name) => memberOf(document, found, name), schema)
}

/** Whether every member that an object may have is among its properties. */
export function isClosed(schema: Schema | undefined): boolean {
  return schema?.additionalProperties === false
}

/** A schema, what it is composed of, and the forms that a value may have. */
const formsOf = oncePer((document: ContractDocument, schema: Schema): ReadonlySet<Schema> => {
  const forms = new Set([schemaBehind(document, schema)])
  for (const { allOf, oneOf, anyOf } of forms)
    for (const part of [allOf, oneOf, anyOf].flat()) if (isSchema(part)) forms.add(schemaBehind(document, part))
  return forms
})

function schemaOf(document: ContractDocument, schema: unknown): Schema {
  if (!isSchema(schema)) return {}
  return '$ref' in schema ? schemaBehind(document, schema) : schema
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
