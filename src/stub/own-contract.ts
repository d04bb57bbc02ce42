import { readFile } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import type { GenerateOptions, GenerationTarget } from '../codegen/derive.ts'
import { generate } from '../codegen/generate.ts'
import { isWeb } from '../codegen/reference-policy.ts'
import { type Contract, readContract } from '../contract/contract.ts'
import type { ContractDocument } from '../contract/document.ts'
import { rewrite } from '../contract/walk.ts'
import type { OwnContract } from './plan.ts'

/** A contract of the user, as a project takes it. */
interface OwnSource {
  readonly contract: Contract
  readonly own: OwnContract
  /** What the contract can be generated without, a line for each of the first. */
  readonly warnings: { readonly count: number; readonly lines: readonly string[] }
}

/** Where `latchkey generate` of the project writes. */
const folder = 'generated'

/** Reads a contract and generates everything that a project has of it; throws InvalidContract as `latchkey generate` does. */
export async function readOwnContract(
  target: Omit<GenerationTarget, 'folder'>,
  options: GenerateOptions,
): Promise<OwnSource> {
  const { files, contracts } = await generate([{ ...target, folder }], options)
  const generated = [...files].map(([path, text]) => ({ path: path.replaceAll('\\', '/'), text }))
  const bundled = generated.find(({ path }) => path === `${folder}/contract.json`)?.text ?? '{}'
  const document = JSON.parse(bundled) as ContractDocument
  const [about] = contracts
  const written = await writtenAlone(target.file, about?.sources ?? [])
  const own = written ?? { file: 'openapi.json', text: publishedText(document), isBundle: true }
  return {
    contract: readContract(document),
    own: { ...own, generated },
    warnings: about?.warnings ?? { count: 0, lines: [] },
  }
}

/** The file as its author wrote it, if nothing else was read. */
async function writtenAlone(
  file: string,
  sources: readonly string[],
): Promise<Omit<OwnContract, 'generated'> | undefined> {
  if (isWeb(file) || sources.some((source) => source !== resolve(file))) return undefined
  const ending = extname(file).toLowerCase() === '.json' ? '.json' : '.yaml'
  return { file: `openapi${ending}`, text: await readFile(file, 'utf8'), isBundle: false }
}

/** The bundled contract as a file to edit: its servers stand where OpenAPI has them. */
function publishedText(document: ContractDocument): string {
  const published = rewrite(document, (node) => {
    const { 'x-vendor-servers': servers, ...rest } = node
    return servers === undefined ? node : { ...rest, servers }
  })
  return `${JSON.stringify(published, undefined, 2)}\n`
}
