import { isUtf8 } from 'node:buffer'
import { quotableName } from '../contract/field-name.ts'
import type { Violation } from '../contract/violation.ts'
import { formPairs } from './form.ts'
import { isJson, jsonTokens } from './json-tokens.ts'

/** A body as its media type means it, or what is wrong with its text. */
export type ParsedBody = { readonly body: unknown } | { readonly violations: readonly Violation[] }

const deepest = 16
const mostFields = 32
const forbiddenNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

export type BodyParser = (bytes: Buffer, contentType: string) => ParsedBody | Promise<ParsedBody>

/**
 * How each media type is read; an operation takes those that its contract names. The sender names the type, and may name
 * one that every object has: this one has none.
 */
export const bodyParsers: Readonly<Record<string, BodyParser>> = {
  __proto__: null as never,
  'application/json': parseJson,
  'application/x-www-form-urlencoded': parseForm,
  'multipart/form-data': parseMultipart,
}

function wrong(message: string, keyword = 'syntax', path: readonly string[] = []): ParsedBody {
  return { violations: [{ in: 'body', path, keyword, message }] }
}

/** JSON as RFC 8259 and RFC 7493 have it: valid UTF-8, no name twice, no lone surrogate, nothing deeper than 16. */
function parseJson(bytes: Buffer): ParsedBody {
  if (!isUtf8(bytes)) return wrong('is not valid UTF-8')
  const text = bytes.toString('utf8')
  if (!isJson(text)) return wrong('is not valid JSON')
  return objectFault(text) ?? { body: meaningOf(text) }
}

/**
 * The value of a text that is known to be JSON. V8 may take an escaped name for a single backslash that was a name before
 * (`{"a":0,"\\u0041":1}` has a member `\` then), so names are read one by one where there may be an escape.
 */
function meaningOf(text: string): unknown {
  if (!text.includes('\\')) return JSON.parse(text)
  const names: string[] = []
  const parts: string[] = []
  let end = 0
  for (const { at, token, colon } of jsonTokens(text)) {
    if (colon === '') continue
    parts.push(text.slice(end, at), `"#${names.push(JSON.parse(token)) - 1}"`)
    end = at + token.length
  }
  return named(JSON.parse(parts.join('') + text.slice(end)), names)
}

function named(value: unknown, names: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => named(item, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([number, member]) => [names[Number(number.slice(1))], named(member, names)]),
  )
}

/** Walks the tokens of a text that is known to be JSON; `JSON.parse` hides repeated names and takes any surrogate. */
function objectFault(text: string): ParsedBody | undefined {
  const open: (Set<string> | undefined)[] = []
  for (const { token, colon } of jsonTokens(text)) {
    if (token === '{' || token === '[') {
      if (open.push(token === '{' ? new Set() : undefined) > deepest)
        return wrong(`is nested deeper than ${deepest} levels`, 'depth')
    } else if (token === '}' || token === ']') open.pop()
    else {
      const fault = textFault(JSON.parse(token), colon && open.at(-1))
      if (fault) return fault
    }
  }
  return undefined
}

function textFault(text: string, siblings: Set<string> | '' | undefined): ParsedBody | undefined {
  if (!text.isWellFormed()) return wrong('has text that is not valid Unicode')
  if (!siblings) return undefined
  if (forbiddenNames.has(text)) return wrong('has a name that is not allowed', 'unknown')
  if (siblings.has(text)) return wrong('is given twice', 'duplicate', [quotableName(text)])
  siblings.add(text)
  return undefined
}

function parseForm(bytes: Buffer): ParsedBody {
  const pairs = formPairs(bytes)
  return pairs ? collect(pairs) : wrong('is not a valid form')
}

/** No name twice, and not too many of them. */
function collect(fields: readonly (readonly [string, string])[]): ParsedBody {
  if (fields.length > mostFields) return wrong(`has more than ${mostFields} fields`, 'maxProperties')
  const names = new Set<string>()
  for (const [name] of fields) {
    if (forbiddenNames.has(name)) return wrong('has a name that is not allowed', 'unknown')
    if (names.has(name)) return wrong('is given twice', 'duplicate', [quotableName(name)])
    names.add(name)
  }
  return { body: Object.fromEntries(fields) }
}

/**
 * Text fields of a multipart form (RFC 7578), by the parser of the platform; a file is never what is meant. Nobody sends
 * a transfer encoding any more (4.7), and the bytes under one would not have been seen to be UTF-8.
 */
async function parseMultipart(bytes: Buffer, contentType: string): Promise<ParsedBody> {
  if (!isUtf8(bytes)) return wrong('is not valid UTF-8')
  if (/^content-transfer-encoding:/im.test(bytes.toString('latin1'))) return wrong('has a part in a transfer encoding')
  const form = await new Response(bytes, { headers: { 'Content-Type': contentType } }).formData().catch(() => undefined)
  if (!form) return wrong('is not a valid multipart form')
  const fields: [string, string][] = []
  for (const [name, value] of form) {
    if (typeof value !== 'string') return wrong('must be a text field, not a file', 'type', [quotableName(name)])
    fields.push([name, value])
  }
  return collect(fields)
}
