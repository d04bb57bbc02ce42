import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readContract } from '../contract/contract.ts'
import type { ContractDocument } from '../contract/document.ts'
import { type BundleOptions, bundleContract } from './bundle.ts'
import { unexpected, type Warnings, warningsOf } from './problem.ts'
import { renderClient } from './render-client.ts'
import { renderOperations } from './render-operations.ts'
import { renderSchema } from './render-schema.ts'
import { waysOf } from './ways.ts'

/** Files by their path, absolute or relative to the working directory. */
export type GeneratedFiles = ReadonlyMap<string, string>

/** One contract and the folder its derived files go to. */
export interface GenerationTarget {
  readonly file: string
  readonly folder: string
}

/** What a generated client may import: all of Latchkey, or the part for apps. */
export type PackageName = 'latchkey' | 'latchkey-client'

interface GenerateOptions extends BundleOptions {
  readonly packageName?: PackageName
}

/** Every `openapi/<api>/openapi.yaml` and its `generated/<api>`: the folder is the registration. */
export async function projectTargets(root: string): Promise<GenerationTarget[]> {
  const entries = await readdir(join(root, 'openapi'), { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory() && entry.name !== 'rules').map(({ name }) => name)
  return names.sort().map((name) => ({
    file: join(root, 'openapi', name, 'openapi.yaml'),
    folder: join(root, 'generated', name),
  }))
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

export interface Generated {
  readonly files: GeneratedFiles
  readonly contracts: readonly GeneratedContract[]
}

/**
 * All derived files of the targets, nothing written; throws InvalidContract before there is anything to write. Known limits:
 * - what JSON Schema resolves by `$id` or `$dynamicRef` is not followed;
 * - a schema that is nothing but itself, without a list or an object in between, has no type;
 * - members too many in a reply compile unless the handler names its reply type: the reply check has to find them.
 */
export async function generate(
  targets: readonly GenerationTarget[],
  options: GenerateOptions = {},
): Promise<Generated> {
  const files = new Map<string, string>()
  const contracts: GeneratedContract[] = []
  for (const target of targets) {
    const derived = await derive(target, options).catch((error: Error) => unexpected(target.file, error))
    for (const [path, content] of derived.files) files.set(path, content)
    contracts.push(derived.contract)
  }
  return { files, contracts }
}

async function derive({ file, folder }: GenerationTarget, { packageName, ...options }: GenerateOptions) {
  const { document, warnings, sources } = await bundleContract(file, options)
  const contract = { file, ...counted(document), warnings: warningsOf(warnings), sources }
  const operations = renderOperations(document, packageName)
  const client = renderClient(document, packageName)
  const texts = {
    'contract.json': `${JSON.stringify(document, undefined, 2)}\n`,
    // Takes the document over.
    'schema.ts': renderSchema(document),
    'operations.ts': operations,
    'client.ts': client,
  }
  return { contract, files: Object.entries(texts).map(([name, text]) => [join(folder, name), text] as const) }
}

function counted(document: ContractDocument) {
  const { title, operations, securitySchemes } = readContract(document)
  const schemes = Object.keys(securitySchemes).length
  return { title, operations: operations.length, schemes, ways: waysOf(document).length }
}

/** The paths whose content on disk is not what would be generated. */
export async function staleFiles(files: GeneratedFiles): Promise<string[]> {
  const states = await Promise.all(
    [...files].map(async ([path, content]) => ({ path, stale: (await current(path)) !== content })),
  )
  return states.filter(({ stale }) => stale).map(({ path }) => path)
}

async function current(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined)
}

/** Writes what changed, each file whole or not at all. */
export async function writeFiles(files: GeneratedFiles): Promise<string[]> {
  const stale = await staleFiles(files)
  for (const path of stale) await replace(path, files.get(path) ?? '')
  return stale
}

async function replace(path: string, content: string): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`
  await mkdir(dirname(path), { recursive: true })
  try {
    await writeFile(draft, content)
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}
