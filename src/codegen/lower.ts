import { resolve } from '../contract/contract.ts'
import type { ContractDocument } from '../contract/document.ts'
import { mapMembers, type Node, rewrite } from '../contract/walk.ts'
import { freeName, withComponents } from './components.ts'

/**
 * Says an OpenAPI 3.2 document in the words of 3.1, which the libraries know. Operations of methods that 3.1 does not have
 * and parameters that are a whole query string are left out; the rules warn of them.
 */
export function lowerToThreeOne(source: ContractDocument): ContractDocument {
  const { $self: _, ...document } = withoutMediaTypes(source) as ContractDocument & { readonly $self?: unknown }
  const step = (node: Node, keyword: string) => steps.reduce((changed, change) => change(changed, keyword), node)
  const lowered = rewrite(document, step, withExampleValues)
  return { ...lowered, openapi: '3.1.1' }
}

type Step = (node: Node, keyword: string) => Node

const steps: readonly Step[] = [
  withoutNewMethods,
  withoutQueryString,
  withoutItems,
  withoutDefaultMapping,
  withoutCookieStyle,
]

function withoutNewMethods(node: Node, keyword: string): Node {
  if (!pathItemMaps.has(keyword)) return node
  const { query: _, additionalOperations: __, ...item } = node
  return item
}

const pathItemMaps: ReadonlySet<string> = new Set(['paths', 'webhooks', 'pathItems', 'callbacks'])

function withoutQueryString(node: Node): Node {
  const { parameters } = node
  if (!Array.isArray(parameters)) return node
  return { ...node, parameters: parameters.filter((parameter) => Object(parameter).in !== 'querystring') }
}

/** What is read bit by bit has no schema of the whole. */
function withoutItems(node: Node): Node {
  if (node.itemSchema === undefined && node.itemEncoding === undefined && node.prefixEncoding === undefined) return node
  const { itemSchema: _, itemEncoding: __, prefixEncoding: ___, ...rest } = node
  return rest
}

function withExampleValues(value: unknown, key: string): unknown {
  if (key !== 'examples' || Array.isArray(value)) return value
  return mapMembers(Object(value) as Node, withExampleValue)
}

function withExampleValue(example: unknown): unknown {
  const { dataValue, serializedValue, ...rest } = Object(example) as Node
  if (dataValue === undefined && serializedValue === undefined) return example
  return 'value' in rest ? rest : { ...rest, value: dataValue ?? serializedValue }
}

/** Any value may be the default's, so nothing tells the forms apart that validators of 3.1 could judge by. */
function withoutDefaultMapping(node: Node): Node {
  const { discriminator, ...rest } = node
  return Object(discriminator).defaultMapping === undefined ? node : rest
}

function withoutCookieStyle(node: Node): Node {
  const { style, ...rest } = node
  return style === 'cookie' ? rest : node
}

/** Media types that are referred to stand where they are used, each with a schema that is a component. */
function withoutMediaTypes(document: ContractDocument): ContractDocument {
  const { mediaTypes, ...components } = { ...document.components } as Readonly<Record<string, Node>>
  if (!mediaTypes) return document
  const schemas: Record<string, unknown> = {}
  const isTaken = (name: string) => Object.hasOwn(components.schemas ?? {}, name) || Object.hasOwn(schemas, name)
  const shared = Object.entries(mediaTypes).map(([name, mediaType]) => {
    const { schema } = mediaType as Node
    if (typeof schema !== 'object' || schema === null || '$ref' in schema) return [name, mediaType] as const
    const component = freeName(name, isTaken)
    schemas[component] = schema
    return [name, { ...(mediaType as Node), schema: { $ref: `#/components/schemas/${component}` } }] as const
  })
  const known = {
    ...document,
    components: { ...components, mediaTypes: Object.fromEntries(shared) },
  } as ContractDocument
  const inlined = rewrite({ ...document, components } as ContractDocument, (node) =>
    String(node.$ref).startsWith('#/components/mediaTypes/') ? resolve<Node>(known, node) : node,
  )
  return withComponents(inlined, { schemas })
}
