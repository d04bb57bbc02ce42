import { parseJson } from '../body/json.ts'
import { isJson } from '../body/json-tokens.ts'
import { nameFault } from '../body/parsed-body.ts'
import { coerced } from '../contract/coerced.ts'
import { isScalar, type Shape } from '../contract/schema-shape.ts'
import { refuse, Unreadable } from './unreadable.ts'

export type Decode = (text: string) => string

/** How the parts of a list or an object stand in one text (OpenAPI 3.1.1, 4.8.12.4). */
interface Joined {
  /** What stands between two parts, as it is sent and as it is meant. */
  readonly delimiter: RegExp
  /** Whether a member is `name=value`, and not a name and a value in two parts. */
  readonly explode: boolean
  readonly decode: Decode
  /** Whether it is not encoded, so that `%2C` is not a comma. */
  readonly isPlain?: boolean
}

/** What is between the parts of a list or an object, percent-encoded where a URL wants it so. */
export const delimiters = { comma: /,/, space: /%20|[+ ]/, pipe: /%7C|\|/i, dot: /\./, semicolon: /;/ }

/** A value that a style writes as one text. What is not written as the schema has it stays a text, for the validator to refuse. */
export function readJoined(text: string, shape: Shape, how: Joined): unknown {
  if (!shape.types.has('array') && !shape.types.has('object')) return coerced(how.decode(text), shape.types)
  const count = text.split(how.delimiter).length
  if (isList(shape, count)) return text === '' ? [] : listOf(partsOf(text, shape.items, how), shape)
  const object = isObject(shape) ? readMembers(text, shape, how) : undefined
  return object ?? typed(how.decode(text), shape)
}

/** A value that was sent a part at a time, under one name. */
export function readRepeated(texts: readonly string[], shape: Shape): unknown {
  if (isList(shape, texts.length)) return listOf(texts, shape)
  const [text = ''] = texts
  return texts.length === 1 ? typed(text, shape) : texts.map((each) => typed(each, shape))
}

/** The members of an object, each a name and what was sent under it. */
export function objectOf(
  members: readonly (readonly [name: string, texts: readonly string[]])[],
  shape: Shape,
): unknown {
  refuse(nameFault(members.map(([name]) => name)))
  return Object.fromEntries(
    members.map(([name, texts]) => {
      const member = shape.member(name)
      return [name, member ? readRepeated(texts, member) : texts.length === 1 ? texts[0] : texts]
    }),
  )
}

/** Where the schema also takes other values, one part is one of those. */
function isList(shape: Shape, parts: number): boolean {
  return shape.types.has('array') && (parts > 1 || !isScalar(shape))
}

export function isObject(shape: Shape): boolean {
  return shape.types.has('object') && !isScalar(shape)
}

function listOf(texts: readonly string[], { items }: Shape): unknown[] {
  return texts.map((text) => typed(text, items))
}

/**
 * Parts are split before they are decoded, since a delimiter may be encoded within one (OpenAPI 3.1.1, Appendix C). Those
 * that are no texts hold none, so that it does not matter; many clients encode all of a list.
 */
function partsOf(text: string, { types }: Shape, { delimiter, decode, isPlain }: Joined): readonly string[] {
  const isText = types.size === 0 || types.has('string')
  return isText || isPlain ? text.split(delimiter).map(decode) : decode(text).split(delimiter)
}

function readMembers(text: string, shape: Shape, { delimiter, explode, decode }: Joined): unknown {
  const parts = text.split(delimiter).length > 1 || explode ? text.split(delimiter) : decode(text).split(delimiter)
  const pairs = explode ? parts.map(pairOf) : pairsOf(parts)
  if (pairs.some((pair) => pair === undefined)) return undefined
  const members = pairs
    .filter((pair) => pair !== undefined)
    .map(([name, value]) => [decode(name), [decode(value)]] as const)
  return objectOf(members, shape)
}

/** `name=value`; undefined without an equals sign. */
export function pairOf(text: string): readonly [name: string, value: string] | undefined {
  const at = text.indexOf('=')
  return at < 0 ? undefined : [text.slice(0, at), text.slice(at + 1)]
}

function pairsOf(parts: readonly string[]): readonly (readonly [string, string] | undefined)[] {
  if (parts.length % 2 === 1) return [undefined]
  return parts.flatMap((name, at) => (at % 2 === 0 ? [[name, parts[at + 1] ?? ''] as const] : []))
}

/** The value of a text; a list or an object within another is JSON. */
function typed(text: string, { types }: Shape): unknown {
  const isNested = !types.has('string') && (types.has('array') || types.has('object')) && /^[[{]/.test(text)
  return isNested && isJson(text) ? valueOfJson(text) : coerced(text, types)
}

/** JSON in a parameter keeps the rules of JSON in a body. */
export function valueOfJson(text: string): unknown {
  const parsed = parseJson(Buffer.from(text))
  if ('body' in parsed) return parsed.body
  throw new Unreadable(parsed)
}
