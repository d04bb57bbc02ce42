import { createRequire } from 'node:module'
import type * as openapiTypescript from 'openapi-typescript'
import type typescript from 'typescript'

/**
 * The compiler and the parts of openapi-typescript that make types of a document. Its main module would load a linter and
 * a bundler of its own and run both over a document that has been through them. Loaded as CommonJS: for an import, Node
 * would read the nine megabytes of the compiler twice to find out that they are no module.
 */
const require = createRequire(import.meta.url)

type Generator = typeof openapiTypescript

export const ts = require('typescript') as typeof typescript

export const transformSchema = require('openapi-typescript/dist/transform/index.cjs') as Generator['transformSchema']

const schemaObjects = require('openapi-typescript/dist/transform/schema-object.cjs') as {
  readonly default: Generator['transformSchemaObject']
}

export const transformSchemaObject = schemaObjects.default

const text = require('openapi-typescript/dist/lib/ts.cjs') as Generator

export const astToString = text.astToString
export const stringToAST = text.stringToAST

const documents = require('openapi-typescript/dist/lib/utils.cjs') as Generator

export const resolveRef = documents.resolveRef
export const scanDiscriminators = documents.scanDiscriminators
