import type { ContractDocument, PathItem, Server } from '../contract/document.ts'
import { mapMembers, type Node, rewrite } from '../contract/walk.ts'
import { withComponents } from './components.ts'
import { endHierarchies } from './hierarchies.ts'
import { OperationNames, withoutOperationIds } from './operation-names.ts'
import { completePathItem, stateNeed } from './path-items.ts'
import { resolveComponents } from './references.ts'
import { plainSchemas } from './schemas.ts'

/** What is done to a bundled document, in this order, so that it says the same to every reader. */
const steps: readonly ((document: ContractDocument) => ContractDocument)[] = [
  plainSchemas,
  withoutContentHeaders,
  endHierarchies,
  resolveComponents,
  completeBodies,
  completePaths,
  serveAtRoot,
]

/** Makes a bundled document the same to every reader: types, validator, mock, client and documentation. */
export function normalise(document: ContractDocument): ContractDocument {
  return steps.reduce((changed, step) => step(changed), document)
}

/** The media type of an answer or a part stands in its content, not among its headers (OpenAPI 3.1.1, 4.8.17.1). */
function withoutContentHeaders(document: ContractDocument): ContractDocument {
  return rewrite(document, (node) =>
    mapMembers(node, (value, key) => (key === 'headers' ? withoutContentType(value) : value)),
  )
}

function withoutContentType(headers: unknown): unknown {
  return mapMembers(Object(headers) as Node, (header, name) => (/^content-type$/i.test(name) ? undefined : header))
}

function completeBodies(document: ContractDocument): ContractDocument {
  const bodies = Object.entries(document.components?.requestBodies ?? {})
  if (bodies.length === 0) return document
  return withComponents(document, {
    requestBodies: Object.fromEntries(bodies.map(([name, body]) => [name, stateNeed(body)])),
  })
}

/** Every operation complete where it stands, under a name of its own; path items among the components only lend theirs. */
function completePaths(document: ContractDocument): ContractDocument {
  const { pathItems, ...components } = (document.components ?? {}) as { readonly pathItems?: object }
  const names = new OperationNames({ ...document, components })
  const complete = (items: Readonly<Record<string, PathItem>> = {}) =>
    Object.fromEntries(
      Object.entries(items)
        .filter(([path]) => !path.startsWith('x-'))
        .map(([path, item]) => [path, names.name(completePathItem(document, item), path, '$ref' in item)]),
    )
  const { webhooks } = document as { readonly webhooks?: Readonly<Record<string, PathItem>> }
  return {
    ...document,
    paths: complete(document.paths),
    ...(webhooks && { webhooks: complete(webhooks) }),
    ...(pathItems && { components: { ...components, pathItems: withoutOperationIds(pathItems) } as object }),
  }
}

/** Prism ignores `servers` and the validator mounts at them, so the contract stands at the root and only tells of them. */
function serveAtRoot(document: ContractDocument): ContractDocument {
  const { servers = [], ...rest } = document as ContractDocument & { readonly servers?: readonly Server[] }
  const { 'x-vendor-servers': vendor = servers.length > 0 ? servers : [root], ...described } = rest
  return { ...described, ...{ servers: [root] }, 'x-vendor-servers': vendor }
}

/** Where an API stands that does not say (OpenAPI 3.1.1, 4.8.1.1). */
const root: Server = { url: '/' }
