/**
 * The parts of openapi-typescript that make types of a document. Its main module would load a linter and a bundler first
 * and run both over a document that has been through them.
 */
declare module 'openapi-typescript/dist/transform/index.mjs' {
  export { transformSchema as default } from 'openapi-typescript'
}

declare module 'openapi-typescript/dist/transform/schema-object.mjs' {
  export { transformSchemaObject as default } from 'openapi-typescript'
}

declare module 'openapi-typescript/dist/lib/ts.mjs' {
  export { astToString, stringToAST } from 'openapi-typescript'
}

declare module 'openapi-typescript/dist/lib/utils.mjs' {
  export { resolveRef, scanDiscriminators } from 'openapi-typescript'
}
