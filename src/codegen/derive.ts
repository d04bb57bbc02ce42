import { join, resolve } from 'node:path'
import { readContract } from '../contract/contract.ts'
import type { ContractDocument } from '../contract/document.ts'
import { waysOf } from '../ways/found.ts'
import { type BundleOptions, bundleContract } from './bundle.ts'
import { compileSeed } from './compile-seed.ts'
import { type Warnings, warningsOf } from './problem.ts'
import { renderClient } from './render-client.ts'
import { renderHandlers } from './render-handlers.ts'
import { renderOperations } from './render-operations.ts'
import { renderSchema } from './render-schema.ts'
import { renderServer } from './render-server.ts'

/** One contract and the folder its derived files go to. */
export interface GenerationTarget {
  readonly file: string
  readonly folder: string
  /** Files or addresses of overlays, in the order in which they apply. */
  readonly overlays?: readonly string[]
  /** Whether references to other folders and hosts are followed; default: as for all contracts. */
  readonly allowRefs?: boolean
  /** The data that a world of it begins with. */
  readonly seed?: string
}

/** What a generated client may import: all of Latchkey, or the part for apps. */
export type PackageName = 'latchkey' | 'latchkey-client'

export interface GenerateOptions extends BundleOptions {
  readonly packageName?: PackageName
}

/** What was generated of one contract. */
export interface GeneratedContract {
  readonly file: string
  readonly title: string
  readonly operations: number
  readonly schemes: number
  readonly ways: number
  readonly warnings: Warnings
  /** Absolute paths and addresses of everything that was read. */
  readonly sources: readonly string[]
}

/** The files of one contract, by path, and what there is to say of it. */
export interface Derived {
  readonly contract: GeneratedContract
  readonly files: readonly (readonly [path: string, text: string])[]
}

export async function derive(
  { file, folder, overlays = [], allowRefs, seed }: GenerationTarget,
  { packageName, ...options }: GenerateOptions,
): Promise<Derived> {
  const reading = { ...options, overlays, ...(allowRefs !== undefined && { allowRefs }) }
  const { document, warnings, sources } = await bundleContract(file, reading)
  const contract = {
    file,
    ...counted(document),
    warnings: warningsOf(warnings),
    sources: [...sources, ...(seed === undefined ? [] : [resolve(seed)])],
  }
  const operations = renderOperations(document, packageName)
  const client = renderClient(document, packageName)
  const compiled = seed === undefined ? {} : { 'seed.json': await compileSeed(seed, document) }
  // An app has no server, and the part of Latchkey for apps has nothing for one.
  const server =
    packageName === 'latchkey-client'
      ? {}
      : { 'server.ts': renderServer(document), 'handlers.ts': renderHandlers(document) }
  const texts = {
    'contract.json': `${JSON.stringify(document, undefined, 2)}\n`,
    // Takes the document over.
    'schema.ts': renderSchema(document),
    'operations.ts': operations,
    'client.ts': client,
    ...compiled,
    ...server,
  }
  return { contract, files: Object.entries(texts).map(([name, text]) => [join(folder, name), text] as const) }
}

function counted(document: ContractDocument) {
  const { title, operations, securitySchemes } = readContract(document)
  const schemes = Object.keys(securitySchemes).length
  return { title, operations: operations.length, schemes, ways: waysOf(document).length }
}
