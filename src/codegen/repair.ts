import type { ContractDocument } from '../contract/document.ts'
import { methods } from '../contract/operation.ts'
import { isExtension, mapMembers, type Node } from '../contract/walk.ts'
import { withoutLostReferences } from './lost-references.ts'

/** What a part of a document becomes; undefined where it is nothing that can be understood. */
type Repair = (value: unknown) => unknown

/**
 * Leaves out what is not of the form that OpenAPI gives it, such as a list where an object has to be, and says in the
 * usual way what is said in another, so that everything that reads the document can rely on its form. The rules warn of
 * all that is left out.
 */
export function repaired(document: ContractDocument): ContractDocument {
  const formed = wellFormed(document)
  const found = withoutLostReferences(formed)
  return found === formed ? formed : wellFormed(found)
}

function wellFormed(document: ContractDocument): ContractDocument {
  const known = root(document) as Partial<ContractDocument>
  const { title = 'API', version = '0' } = known.info ?? {}
  const paths = known.paths ?? {}
  if (known.paths && known.info?.title !== undefined && known.info.version !== undefined)
    return known as ContractDocument
  return { ...known, info: { ...known.info, title, version }, paths } as ContractDocument
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An object of a description; its own members are repaired, all others kept. `needs` are those it is nothing without. */
function node(members: Readonly<Record<string, Repair>>, ...needs: readonly string[]): Repair {
  return (value) => {
    if (!isNode(value)) return undefined
    const known = mapMembers(value, (member, key) => {
      if (key === '$ref') return typeof member === 'string' ? member : undefined
      const repair = Object.hasOwn(members, key) ? members[key] : undefined
      return repair ? repair(member) : member
    })
    return known.$ref !== undefined || needs.every((name) => known[name] !== undefined) ? known : undefined
  }
}

function mapOf(repair: Repair): Repair {
  return (value) => (isNode(value) ? mapMembers(value, repair) : undefined)
}

/** A map that may have extensions in it. */
function extensibleMapOf(repair: Repair): Repair {
  return (value) =>
    isNode(value) ? mapMembers(value, (member, key) => (isExtension(key) ? member : repair(member))) : undefined
}

function listOf(repair: Repair): Repair {
  return (value) => {
    if (!Array.isArray(value)) return undefined
    const items = value.map(repair)
    return items.every((item, index) => item === value[index]) ? value : items.filter((item) => item !== undefined)
  }
}

function filled(repair: Repair): Repair {
  return (value) => {
    const known = repair(value)
    return Array.isArray(known) && known.length === 0 ? undefined : known
  }
}

/** `version: 1` means `"1"`. */
const text: Repair = (value) => {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' ? value : undefined
}

const flag: Repair = (value) => {
  if (value === 'true' || value === 'false') return value === 'true'
  return typeof value === 'boolean' ? value : undefined
}

const number: Repair = (value) => (typeof value === 'number' ? value : undefined)

const list: Repair = (value) => (Array.isArray(value) ? value : undefined)

/** A number, or the flag that OpenAPI 3.0 has in its place. */
const exclusiveBound: Repair = (value) => (typeof value === 'boolean' ? value : number(value))

function oneOf(...values: readonly string[]): Repair {
  return (value) => (typeof value === 'string' && values.includes(value) ? value : undefined)
}

const typeName = oneOf('string', 'number', 'integer', 'boolean', 'object', 'array', 'null')

const typeNames: Repair = (value) => (Array.isArray(value) ? filled(listOf(typeName))(value) : typeName(value))

/** What is no schema says nothing, as an empty one does: something may refer to it. */
const schema: Repair = (value) => (typeof value === 'boolean' ? value : (schemaObject(tupled(value)) ?? {}))

/** Earlier drafts of JSON Schema had the items of a tuple in `items`. */
function tupled(value: unknown): unknown {
  if (!isNode(value) || !Array.isArray(value.items)) return value
  const { items, ...rest } = value
  return { prefixItems: items, ...rest }
}

const schemas = filled(listOf(schema))

const keywordsOf = (repair: Repair, ...keywords: readonly string[]) =>
  Object.fromEntries(keywords.map((keyword) => [keyword, repair]))

const schemaObject = node({
  ...keywordsOf(mapOf(schema), 'properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'),
  ...keywordsOf(schemas, 'allOf', 'anyOf', 'oneOf', 'prefixItems'),
  ...keywordsOf(schema, 'items', 'not', 'if', 'then', 'else', 'contains', 'propertyNames', 'additionalProperties'),
  ...keywordsOf(schema, 'unevaluatedItems', 'unevaluatedProperties', 'additionalItems', 'contentSchema'),
  ...keywordsOf(number, 'minimum', 'maximum', 'multipleOf', 'minLength', 'maxLength', 'minItems', 'maxItems'),
  ...keywordsOf(number, 'minProperties', 'maxProperties', 'minContains', 'maxContains'),
  ...keywordsOf(exclusiveBound, 'exclusiveMinimum', 'exclusiveMaximum'),
  ...keywordsOf(flag, 'nullable', 'readOnly', 'writeOnly', 'deprecated', 'uniqueItems'),
  ...keywordsOf(text, 'title', 'description', 'format', 'pattern', 'contentMediaType', 'contentEncoding'),
  type: typeNames,
  enum: filled(list),
  required: listOf(text),
  dependentRequired: mapOf(listOf(text)),
  discriminator: node({ propertyName: text, mapping: mapOf(text) }, 'propertyName'),
})

const mediaType: Repair = (value) => content(value)
const header = node({ schema, content: mapOf(mediaType), required: flag, description: text })
const content = node({
  schema,
  examples: mapOf(node({})),
  encoding: mapOf(node({ contentType: text, headers: mapOf(header), style: text, explode: flag })),
})

const parameter = node(
  {
    name: text,
    in: oneOf('path', 'query', 'header', 'cookie'),
    description: text,
    required: flag,
    deprecated: flag,
    schema,
    content: mapOf(content),
    style: text,
    explode: flag,
    allowReserved: flag,
    examples: mapOf(node({})),
  },
  'name',
  'in',
)

const requestBody = node({ description: text, content: mapOf(content), required: flag }, 'content')
const link = node({ parameters: mapOf((value) => value) })
/** Every answer has a description, be it empty. */
const response: Repair = (value) => {
  const known = responseObject(value) ?? {}
  const { $ref, description, summary } = known as Node
  if ($ref !== undefined || description !== undefined) return known
  return { description: typeof summary === 'string' ? summary : '', ...known }
}
const responseObject = node({ description: text, headers: mapOf(header), content: mapOf(content), links: mapOf(link) })

/** By status, in the spelling of the specification: `4XX`. */
const responses: Repair = (value) => {
  if (!isNode(value)) return undefined
  const known = extensibleMapOf(response)(value) as Node
  if (Object.keys(known).every((status) => statusKey.test(status))) return known
  const members = Object.entries(known).map(
    ([status, member]) => [/^[1-5]xx$/i.test(status) ? status.toUpperCase() : status, member] as const,
  )
  return Object.fromEntries(members.filter(([status]) => statusKey.test(status)))
}

const statusKey = /^([1-5](\d\d|XX)|default|x-.*)$/

const requirements = listOf(mapOf(listOf(text)))
const servers = listOf(node({ url: text, variables: mapOf(node({ default: text })) }, 'url'))
const pathItem: Repair = (value) => pathItemObject(value)
const callback = mapOf(pathItem)

const operation = node({
  operationId: (value) => (value === '' ? undefined : text(value)),
  summary: text,
  description: text,
  tags: listOf(text),
  deprecated: flag,
  parameters: listOf(parameter),
  requestBody,
  responses,
  callbacks: mapOf(callback),
  security: requirements,
  servers,
})

const pathItemObject = node({
  ...keywordsOf(operation, ...methods.map((method) => method.toLowerCase())),
  summary: text,
  description: text,
  parameters: listOf(parameter),
  servers,
})

/** Paths begin with a slash (OpenAPI 3.1.1, 4.8.8.1). */
const paths: Repair = (value) => {
  const known = extensibleMapOf(pathItem)(value)
  if (!isNode(known) || Object.keys(known).every((path) => /^(\/|x-)/.test(path))) return known
  return Object.fromEntries(
    Object.entries(known).map(([path, item]) => [/^(\/|x-)/.test(path) ? path : `/${path}`, item]),
  )
}

const securityScheme = node({ type: text, scheme: text, in: text, name: text, description: text }, 'type')

const root = node({
  info: node({ title: text, version: text, description: text }),
  paths,
  webhooks: mapOf(pathItem),
  components: node({
    schemas: mapOf(schema),
    responses: mapOf(response),
    parameters: mapOf(parameter),
    examples: mapOf((value) => value),
    requestBodies: mapOf(requestBody),
    headers: mapOf(header),
    securitySchemes: mapOf(securityScheme),
    links: mapOf(link),
    callbacks: mapOf(callback),
    pathItems: mapOf(pathItem),
  }),
  security: requirements,
  servers,
  tags: listOf(node({ name: text }, 'name')),
})
