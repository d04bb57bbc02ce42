import type { GlobalContext, OpenAPI3 } from 'openapi-typescript'
import type typescript from 'typescript'
import type { ContractDocument } from '../contract/document.ts'
import { eachNode } from '../contract/walk.ts'
import { banner } from './banner.ts'
import { nameRecursiveTypes } from './recursive-types.ts'
import { typeOf } from './schema-types.ts'
import { astToString, resolveRef, scanDiscriminators, stringToAST, transformSchema, ts } from './type-generator.ts'
import { typeable, unveil } from './typeable.ts'

/**
 * `schema.ts`: the types of everything in the contract, by openapi-typescript. The generator adds what discriminators imply
 * to the document it is given, so nothing else may use that one afterwards.
 */
export function renderSchema(document: ContractDocument): string {
  const source = typeable(document) as object as OpenAPI3
  const options = { silent: true }
  const nodes = transformSchema(source, {
    ...unused,
    immutable: true,
    silent: true,
    readWriteMarkers: hasOneWayMembers(document),
    discriminators: scanDiscriminators(source, options),
    injectFooter: [],
    transform: typeOf,
    resolve: ($ref) => resolveRef(source, $ref, options),
  } as Partial<GlobalContext> as GlobalContext)
  return banner + unveil(astToString(nameRecursiveTypes(nodes.map(withOpenRequired))))
}

/** Options of the generator that its own command would set. */
const unused = {
  additionalProperties: false,
  alphabetize: false,
  arrayLength: false,
  defaultNonNullable: false,
  emptyObjectsUnknown: false,
  enum: false,
  enumValues: false,
  conditionalEnums: false,
  dedupeEnums: false,
  excludeDeprecated: false,
  exportType: false,
  rootTypes: false,
  rootTypesNoSchemaPrefix: false,
  rootTypesKeepCasing: false,
  pathParamsAsTypes: false,
  propertiesRequiredByDefault: false,
  makePathsEnum: false,
  generatePathParams: false,
} satisfies Partial<GlobalContext>

/** The generator's own helper does not compile for a type that may be null, or of which only some forms have the member. */
function withOpenRequired(node: typescript.Node): typescript.Node {
  const isHelper = ts.isTypeAliasDeclaration(node) && node.name.text === 'WithRequired'
  return isHelper ? (stringToAST(withRequired)[0] as typescript.Node) : node
}

const withRequired =
  'type WithRequired<T, K extends PropertyKey> = T extends object ? T & { [P in K & keyof T]-?: T[P] } : T;'

/** Whether some member belongs into requests or replies alone; only then do the types need marks for it. */
function hasOneWayMembers(document: ContractDocument): boolean {
  let found = false
  eachNode(document, ({ readOnly, writeOnly }) => {
    found ||= readOnly === true || writeOnly === true
  })
  return found
}
