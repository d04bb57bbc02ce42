import { found, isDescribedElsewhere, resolve } from '../contract/contract.ts'
import type {
  ContractDocument,
  OperationObject,
  Parameter,
  PathItem,
  Reference,
  RequestBody,
} from '../contract/document.ts'
import { methods } from '../contract/operation.ts'

/** Replaces each operation of a path item by what `change` makes of it. */
export function mapOperations(
  item: PathItem,
  change: (operation: OperationObject, method: string) => OperationObject,
): PathItem {
  const operations = methods
    .map((method) => method.toLowerCase())
    .filter((method) => item[method] !== undefined)
    .map((method) => [method, change(item[method] as OperationObject, method)])
  return { ...item, ...Object.fromEntries(operations) }
}

/**
 * Makes a path item complete in itself: an alias takes over what it refers to (left as a `$ref`, it makes the validator
 * answer 500 to everything), servers are only told of, and what OpenAPI lets an operation leave unsaid is said.
 */
export function completePathItem(document: ContractDocument, item: PathItem): PathItem {
  const own = withoutIgnored(document, tellServers(inlined(document, item)))
  return mapOperations(own, (operation) => {
    const { requestBody } = operation
    const answered = withAnswers(withoutIgnored(document, tellServers(operation)))
    return { ...answered, ...(requestBody && { requestBody: stateNeed(requestBody) }) }
  })
}

function withoutIgnored<Target extends Parametrised>(document: ContractDocument, target: Target): Target {
  const isIgnored = (parameter: Parameter | Reference) => isDescribedElsewhere(resolve<Parameter>(document, parameter))
  if (!target.parameters?.some(isIgnored)) return target
  return { ...target, parameters: target.parameters.filter((parameter) => !isIgnored(parameter)) }
}

interface Parametrised {
  readonly parameters?: readonly (Parameter | Reference)[]
}

/** A path item with the operations that it only refers to. */
export function withOwnOperations(document: ContractDocument, item: PathItem): PathItem {
  return mapOperations(item, (operation) => {
    const { $ref, ...siblings } = operation as OperationObject & Partial<Reference>
    return $ref === undefined ? operation : { ...found(document, $ref), ...siblings }
  })
}

/** What a path item refers to in its place, with the members it has of its own. */
export function inlined(document: ContractDocument, item: PathItem): PathItem {
  const { $ref, ...siblings } = item
  return typeof $ref === 'string' ? { ...resolve<PathItem>(document, { $ref }), ...siblings } : item
}

/** Prism ignores the servers of a path, the validator mounts at them: all that a reader may learn is what they are. */
function tellServers<Target extends object>(target: Target & { readonly servers?: unknown }): Target {
  const { servers, ...rest } = target
  return servers === undefined ? target : ({ ...rest, 'x-vendor-servers': servers } as object as Target)
}

/** Says of a body that may be left out that it may: the validator asks for it unless it is told. */
export function stateNeed<Body extends RequestBody | Reference>(body: Body): Body {
  return '$ref' in body ? body : { required: false, ...body }
}

/** OpenAPI 3.1 lets an operation document no answer at all; it may give any then, without a body. */
function withAnswers(operation: OperationObject): OperationObject {
  const { responses = { default: { description: 'Nothing is documented.' } } } = operation as Partial<OperationObject>
  return { ...operation, responses }
}
