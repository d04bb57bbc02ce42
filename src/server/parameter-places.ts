import { wrong } from '../body/parsed-body.ts'
import type { Parameter } from '../contract/document.ts'
import { kindOf } from '../contract/media-type.ts'
import type { Shape } from '../contract/schema-shape.ts'
import { isDeepName, readDeepObject } from './deep-object.ts'
import { isSpreadObject, type Place, takesEmpty } from './parameter-objects.ts'
import {
  type Decode,
  delimiters,
  isObject,
  objectOf,
  readJoined,
  readRepeated,
  valueOfJson,
} from './parameter-styles.ts'
import { isLeft, type QueryNames } from './query-names.ts'
import { decodeCookie, decoded, decodeQuery, type Pairs, pairsOf, type Sent, trimmed } from './sent-parameters.ts'
import { refuse, Unreadable } from './unreadable.ts'

/** Reads the value of a parameter; undefined where it was not sent. */
export type Read = (sent: Sent) => unknown

/** Makes the reader of a parameter of each place. */
export const placeReaders: Readonly<Record<Place, (parameter: Parameter, shape: Shape, known: QueryNames) => Read>> = {
  path: (parameter, shape) => {
    const read = readPath(parameter, shape)
    return ({ params }) => read(params[parameter.name] ?? '')
  },
  header: (parameter, shape) => {
    const { name, explode = false } = parameter
    const key = name.toLowerCase()
    const how = { delimiter: delimiters.comma, explode, decode: trimmed, isPlain: true }
    const read = contentReader(parameter, trimmed) ?? ((text: string) => readJoined(text, shape, how))
    return ({ headers }) => (Object.hasOwn(headers, key) ? read(String(headers[key])) : undefined)
  },
  query: (parameter, shape, known) => readForm(parameter, shape, ({ query }) => query, decodeQuery, known),
  cookie: (parameter, shape) => readForm(parameter, shape, ({ cookies }) => cookies, decodeCookie, undefined),
}

function readPath(parameter: Parameter, shape: Shape): (text: string) => unknown {
  const { name, style = 'simple', explode = false } = parameter
  const content = contentReader(parameter, decodeURIComponent)
  if (content) return content
  const simple = { delimiter: delimiters.comma, explode, decode: decodeURIComponent }
  if (style === 'label') {
    const how = { ...simple, delimiter: explode ? delimiters.dot : delimiters.comma }
    return (text) => (text.startsWith('.') ? readJoined(text.slice(1), shape, how) : unstyled(style))
  }
  if (style === 'matrix') return readMatrix(name, shape, explode)
  return (text) => readJoined(text, shape, simple)
}

/** `;name=a,b`, or spread `;name=a;name=b` and `;a=1;b=2`. */
function readMatrix(name: string, shape: Shape, explode: boolean): (text: string) => unknown {
  const how = { delimiter: delimiters.comma, explode: false, decode: decodeURIComponent }
  return (text) => {
    if (!text.startsWith(';')) return unstyled('matrix')
    const pairs = pairsOf(text.slice(1), delimiters.semicolon, decodeURIComponent)
    if (explode && isObject(shape)) return objectOf(decoded(pairs, decodeURIComponent), shape)
    const texts = pairs.get(name)
    if (!texts || pairs.size > 1) return unstyled('matrix')
    if (explode) return readRepeated(texts.map(decodeURIComponent), shape)
    return texts.length === 1 ? readJoined(texts[0] ?? '', shape, how) : unstyled('matrix')
  }
}

function unstyled(style: string): never {
  throw new Unreadable(wrong(`is not written in the style "${style}"`))
}

/** How a parameter with `content` is read: JSON, or a text as it is. */
function contentReader({ content }: Parameter, decode: Decode): ((text: string) => unknown) | undefined {
  const [mediaType] = Object.keys(content ?? {})
  if (mediaType === undefined) return undefined
  if (kindOf(mediaType) !== 'json') return decode
  return (text) => valueOfJson(decode(text))
}

/** A parameter of a query or of cookies, which are pairs of names and values. */
function readForm(
  parameter: Parameter,
  shape: Shape,
  from: (sent: Sent) => Pairs,
  decode: Decode,
  known: QueryNames | undefined,
): Read {
  const { name, style = 'form', explode = style === 'form', required } = parameter
  const content = contentReader(parameter, decode)
  if (content) return (sent) => from(sent).get(name)?.map(content)[0]
  if (style === 'deepObject') return readDeep(name, shape, from, decode)
  if (isSpreadObject(parameter, shape)) return readSpread(name, shape, from, decode, known)
  const how = { delimiter: delimiterOf(style), explode: false, decode }
  const read = (texts: readonly string[]) => {
    if (explode || texts.length > 1) return readRepeated(texts.map(decode), shape)
    return readJoined(texts[0] ?? '', shape, how)
  }
  if (!takesEmpty(parameter)) {
    return (sent) => {
      const texts = from(sent).get(name)
      return texts && read(texts)
    }
  }
  return (sent) => {
    const texts = from(sent).get(name)
    if (!texts) return required ? refuse(wrong('is required', 'required')) : undefined
    return texts.every((text) => text === '') && !shape.types.has('string') ? undefined : read(texts)
  }
}

function delimiterOf(style: string): RegExp {
  if (style === 'spaceDelimited') return delimiters.space
  return style === 'pipeDelimited' ? delimiters.pipe : delimiters.comma
}

function readDeep(name: string, shape: Shape, from: (sent: Sent) => Pairs, decode: Decode): Read {
  return (sent) => {
    const whole = from(sent).get(name)
    if (whole) return readRepeated(whole.map(decode), shape)
    const members = [...from(sent)].filter(([sentName]) => isDeepName(name, sentName))
    return members.length > 0 ? readDeepObject(name, decoded(members, decode), shape) : undefined
  }
}

/** Each member under its own name: those of the schema, and of any name that no other parameter has. */
function readSpread(
  name: string,
  shape: Shape,
  from: (sent: Sent) => Pairs,
  decode: Decode,
  known: QueryNames | undefined,
): Read {
  const takes = (member: string) => shape.names.has(member) || (known?.open === name && isLeft(member, known))
  return (sent) => {
    const members = [...from(sent)].filter(([member]) => takes(member))
    return members.length > 0 ? objectOf(decoded(members, decode), shape) : undefined
  }
}
