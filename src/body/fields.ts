import { coerced } from '../contract/coerced.ts'
import { quotableName } from '../contract/field-name.ts'
import type { Shape } from '../contract/schema-shape.ts'
import type { Violation } from '../contract/violation.ts'
import { type Encoding, type Encodings, type Field, type FieldTree, fieldTree, isWrittenAsJson } from './field-tree.ts'
import { parseJson } from './json.ts'
import { nameFault, type ParsedBody, type Wrong } from './parsed-body.ts'
import { utf8Of } from './utf8.ts'

/** A place in a form: what its schema says of it, how it is written, and the violations found so far. */
interface Place {
  readonly shape: Shape | undefined
  readonly encoding?: Encoding | undefined
  readonly path: readonly string[]
  readonly violations: Violation[]
}

/** Reads the fields of a form as its schema has them: numbers, lists, objects and files. */
export function readFields(fields: readonly Field[], shape: Shape, encodings: Encodings = {}): ParsedBody {
  const tree = fieldTree(fields.filter(isChosen), shape, encodings)
  if (!('members' in tree)) return tree
  const violations: Violation[] = []
  const body = membersOf(tree, { shape, path: [], violations }, encodings)
  return violations.length > 0 ? { violations } : { body }
}

/** Browsers send an empty file where none was chosen (HTML, 4.10.21.4). */
function isChosen({ fileName, value }: Field): boolean {
  return fileName !== '' || value.length > 0
}

function membersOf({ members }: FieldTree, { shape, path, violations }: Place, encodings: Encodings = {}): object {
  return Object.fromEntries(
    [...members].map(([name, tree]) => {
      const isKnown = shape?.names.has(name)
      const encoding = isKnown && Object.hasOwn(encodings, name) ? encodings[name] : undefined
      const place = { shape: shape?.member(name), encoding, path: [...path, isKnown ? name : quotableName(name)] }
      return [name, valueAt(tree, { ...place, violations })]
    }),
  )
}

function valueAt(tree: FieldTree, place: Place): unknown {
  const { sent: fields, members } = tree
  const isList = place.shape?.types.has('array') === true
  if (fields.length === 0) return isList ? indexed(tree, place) : membersOf(tree, place)
  if (members.size > 0) return addViolation(place, 'is given twice', 'duplicate')
  if (isList && !(fields.length === 1 && place.shape?.types.has('string'))) return listOf(fields, place)
  const [field, second] = fields
  if (!field || second) return addViolation(place, 'is given twice', 'duplicate')
  return single(field, place)
}

/** The items of a list in the style `deepObject`: `list[]`, each a field, or `list[0]`. */
function indexed({ members }: FieldTree, place: Place): unknown[] {
  const itemPlace = { ...place, shape: place.shape?.items }
  return [...members].flatMap(([key, item]) =>
    key === '' && item.members.size === 0
      ? item.sent.map((field) => single(field, itemPlace))
      : [valueAt(item, itemPlace)],
  )
}

const delimiters: Readonly<Record<string, string>> = { spaceDelimited: ' ', pipeDelimited: '|' }

/** A field each, or one of all items in a style that says so; JSON may be of an item or of the list. */
function listOf(fields: readonly Field[], place: Place): unknown {
  const { shape, encoding = {}, path } = place
  const { style = 'form', explode = style === 'form' } = encoding
  const [only, second] = fields
  if (!explode && only && !second) return joined(only, delimiters[style] ?? ',', place)
  const items = fields.map((field, at) => single(field, { ...place, shape: shape?.items, path: [...path, String(at)] }))
  return items.length === 1 && Array.isArray(items[0]) && !shape?.items.types.has('array') ? items[0] : items
}

function joined({ value }: Field, delimiter: string, place: Place): unknown {
  const text = textOf(value, place)
  return text === '' ? [] : text?.split(delimiter).map((item) => scalarOf(item, place.shape?.items))
}

function single(field: Field, place: Place): unknown {
  const { shape, encoding } = place
  if (isWrittenAsJson(shape, encoding)) return jsonOf(field, place)
  if (shape?.isBinary) return fileOf(field)
  if (field.fileName !== undefined)
    return shape?.types.size ? addViolation(place, 'must be a text field, not a file', 'type') : fileOf(field)
  const text = textOf(field.value, place)
  if (text === undefined) return undefined
  if (!shape?.types.has('object')) return scalarOf(text, shape)
  if (text.startsWith('{')) return jsonOf(field, place)
  return encoding?.explode === false ? pairsOf(text, shape, place) : text
}

function textOf(value: string | Buffer, place: Place): string | undefined {
  const text = typeof value === 'string' ? value : utf8Of(value)
  return text ?? addViolation(place, 'is not valid UTF-8', 'syntax')
}

function scalarOf(text: string, shape: Shape | undefined): unknown {
  return shape ? coerced(text, shape.types) : text
}

/** What may be a text as well is JSON only if it is an object, or a text that is said to be JSON. */
function jsonOf({ value }: Field, place: Place): unknown {
  const { shape, encoding } = place
  const parsed = parseJson(Buffer.from(value))
  const type = 'body' in parsed ? typeof parsed.body : undefined
  const isMeant = type === 'object' || (type === 'string' && encoding?.contentType !== undefined)
  if (shape?.types.has('string') && !isMeant) return textOf(value, place)
  if ('body' in parsed) return parsed.body
  return addWrong(place, parsed)
}

/** An object whose names and values stand in turn: `R,100,G,200`. */
function pairsOf(text: string, shape: Shape, place: Place): object | undefined {
  const parts = text.split(',')
  const names = parts.filter((_, at) => at % 2 === 0)
  const fault = nameFault(names)
  if (fault) return addWrong(place, fault)
  return Object.fromEntries(names.map((name, at) => [name, scalarOf(parts[at * 2 + 1] ?? '', shape.member(name))]))
}

/** A part of bytes that names no file is called as `FormData` calls one (XMLHttpRequest standard, 4.3). */
function fileOf({ value, fileName = 'blob', contentType: type = '' }: Field): File {
  return new File([value], fileName, { type })
}

function addWrong(place: Place, { violations }: Wrong): undefined {
  for (const { path, keyword, message } of violations) addViolation(place, message, keyword, path)
}

function addViolation(
  { path, violations }: Place,
  message: string,
  keyword: string,
  more: readonly string[] = [],
): undefined {
  violations.push({ in: 'body', path: [...path, ...more], keyword, message })
}
