import { isClosed, memberOf, requestSchema } from '../../contract/body-schema.ts'
import type { Operation } from '../../contract/contract.ts'
import type { ContractDocument, Schema } from '../../contract/document.ts'
import type { Sent } from '../request.ts'

/** The text of a request's body and its media type; undefined for a body in parts, or none. */
export function textOf({ json, form }: Sent): { readonly type: string; readonly body: string } | undefined {
  if (form) return { type: 'application/x-www-form-urlencoded', body: new URLSearchParams(form).toString() }
  return json === undefined ? undefined : { type: 'application/json', body: JSON.stringify(json) }
}

/** The same request with another text for a body. */
export function withBody({ json: _json, form: _form, multipart: _multipart, ...rest }: Sent, raw: Sent['raw']): Sent {
  return { ...rest, ...(raw && { raw }) }
}

type Members = Readonly<Record<string, unknown>>

/** The members of a body, whichever way they are written. */
export function membersOf({ json, form, multipart }: Sent): Members | undefined {
  const members = json ?? form ?? multipart
  return typeof members === 'object' && members !== null && !Array.isArray(members) ? (members as Members) : undefined
}

/** The same request with other members; what a form cannot say is left out. */
export function withMembers(sent: Sent, members: Members): Sent {
  if (sent.json !== undefined) return { ...sent, json: members }
  const texts = Object.entries(members).filter((pair): pair is [string, string] => typeof pair[1] === 'string')
  return { ...sent, [sent.form ? 'form' : 'multipart']: Object.fromEntries(texts) }
}

/** Texts that are no JSON (RFC 8259, 2), made of one that is a good object. */
const brokenJson: readonly ((good: string) => string | Buffer)[] = [
  () => '',
  (good) => `${good}x`,
  (good) => good.slice(0, -1),
  (good) => good.replace(/\}$/, ',}'),
  (good) => good.replaceAll('"', "'"),
  (good) => `/* */${good}`,
  (good) => good.replace(/:("[^"]*"|\d+|true|false)/, ':NaN'),
  (good) => good.replace(/"(?=[,}])/, '\0"'),
  () => '['.repeat(20) + ']'.repeat(20),
  (good) => Buffer.concat([Buffer.from(good.slice(0, 2)), Buffer.from([0xff]), Buffer.from(good.slice(2))]),
]

/** Texts that hold no member of a form. */
const brokenForms: readonly ((good: string) => string)[] = [() => '', (good) => good.replaceAll('=', '[]=')]

/** Bodies that cannot be read as what they say they are. */
export function unreadable(sent: Sent): readonly Sent[] {
  const { type = '', body = '' } = textOf(sent) ?? {}
  const spoiled = sent.form ? brokenForms : brokenJson
  const texts = spoiled.map((spoil) => spoil(body)).filter((text) => text !== body)
  return type === '' ? [] : texts.map((text) => withBody(sent, { type, body: text }))
}

interface ObjectSchema {
  readonly required?: readonly string[]
  readonly type?: unknown
}

/** Bodies that the schema of an operation excludes, each with one thing wrong. */
export function againstSchema(document: ContractDocument, operation: Operation, sent: Sent): readonly Sent[] {
  const schema = requestSchema(document, operation)
  const members = membersOf(sent)
  if (!schema || !members) return []
  const { required = [] } = schema as ObjectSchema
  const without = required.filter((name) => Object.hasOwn(members, name)).map((name) => omitted(members, name))
  const changed = Object.keys(members).flatMap((name) =>
    excluded(memberOf(document, schema, name)).map((value) => ({ ...members, [name]: value })),
  )
  const others = sent.json === undefined || schema.type !== 'object' ? [] : [[], null]
  const written = [...without, ...changed].map((each) => withMembers(sent, each))
  return [...written.filter((each) => !isSame(each, sent)), ...others.map((json) => ({ ...sent, json }))]
}

function isSame(one: Sent, other: Sent): boolean {
  return JSON.stringify(membersOf(one)) === JSON.stringify(membersOf(other))
}

function omitted(members: Members, name: string): Members {
  return Object.fromEntries(Object.entries(members).filter(([each]) => each !== name))
}

/** Values that a schema of a text, a number or a boolean excludes. */
function excluded(schema: Schema | undefined): readonly unknown[] {
  const { type, minLength, maxLength, enum: listed, const: only } = (schema ?? {}) as Readonly<Record<string, unknown>>
  if (type === 'boolean') return ['yes']
  if (type === 'integer' || type === 'number') return ['x', { x: 1 }]
  if (type !== 'string') return []
  return [
    12_345_678,
    null,
    ['x'],
    { $ne: null },
    ...(typeof maxLength === 'number' && maxLength < 10_000 ? ['x'.repeat(maxLength + 1)] : []),
    ...(typeof minLength === 'number' && minLength > 0 ? ['x'.repeat(minLength - 1)] : []),
    ...(listed !== undefined || only !== undefined ? ['not-one-of-these'] : []),
  ]
}

/** A body with a member that a closed schema does not have; undefined for an open one. */
export function withStranger(document: ContractDocument, operation: Operation, sent: Sent): Sent | undefined {
  const members = membersOf(sent)
  if (!members || !isClosed(requestSchema(document, operation))) return undefined
  return withMembers(sent, { ...members, undocumented: 'x' })
}

/** A body that means the same and is larger than 16 KiB. */
export function swollen(sent: Sent): Sent | undefined {
  const { type, body } = textOf(sent) ?? {}
  if (type === undefined) return undefined
  return withBody(sent, { type, body: `${body}${(sent.form ? '&' : ' ').repeat(16_385)}` })
}

/** A body whose end is told by its last chunk (RFC 9112, 7.1). */
export function inChunks(sent: Sent): Sent {
  return { ...sent, headers: [...(sent.headers ?? []), ['Transfer-Encoding', 'chunked']] }
}
