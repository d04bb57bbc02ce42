import { isUtf8 } from 'node:buffer'
import { quotableName } from '../contract/field-name.ts'
import { isJson, jsonTokens } from './json-tokens.ts'
import { depthFault, nameFault, type ParsedBody, type Wrong, wrong } from './parsed-body.ts'

/** JSON as RFC 8259 and RFC 7493 have it: valid UTF-8, no name twice, no lone surrogate, nothing deeper than 16. */
export function parseJson(bytes: Buffer): ParsedBody {
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
function objectFault(text: string): Wrong | undefined {
  const open: (Set<string> | undefined)[] = []
  for (const { token, colon } of jsonTokens(text)) {
    if (token === '{' || token === '[') {
      const fault = depthFault(open.push(token === '{' ? new Set() : undefined))
      if (fault) return fault
    } else if (token === '}' || token === ']') open.pop()
    else {
      const fault = textFault(JSON.parse(token), colon && open.at(-1))
      if (fault) return fault
    }
  }
  return undefined
}

function textFault(text: string, siblings: Set<string> | '' | undefined): Wrong | undefined {
  if (!text.isWellFormed()) return wrong('has text that is not valid Unicode')
  if (!siblings) return undefined
  if (siblings.has(text)) return wrong('is given twice', 'duplicate', [quotableName(text)])
  siblings.add(text)
  return nameFault([text])
}
