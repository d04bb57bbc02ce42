import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { GenerationTarget } from '../../src/codegen/derive.ts'
import { type GeneratedFiles, generate } from '../../src/codegen/generate.ts'
import { type Contract, readContract } from '../../src/contract/contract.ts'

const folder = join('test', 'codegen', 'fixtures')
const derived = join('test', 'codegen', 'generated')

/** The topics of the fixture contracts, each a folder of its own. */
export const topics = readdirSync(folder).sort()

/** The contract of a topic, and where its derived files would go: inside the package, so that `latchkey/…` resolves. */
export function fixture(topic: string): GenerationTarget {
  const entry = readdirSync(join(folder, topic)).find((name) => name.startsWith('openapi.'))
  if (!entry) throw new RangeError(`There is no fixture "${topic}"`)
  return { file: join(folder, topic, entry), folder: join(derived, topic) }
}

const generated = new Map<string, Promise<GeneratedFiles>>()

/** The derived files of a contract. */
export async function generatedFrom(target: GenerationTarget): Promise<GeneratedFiles> {
  return (await generate([target])).files
}

/** The derived files of a topic, made once and written nowhere. */
export function filesOf(topic: string): Promise<GeneratedFiles> {
  const files = generated.get(topic) ?? generatedFrom(fixture(topic))
  generated.set(topic, files)
  return files
}

/** Where a file beside the derived ones of a topic would lie. */
export function pathBeside(topic: string, name: string): string {
  return join(derived, topic, name)
}

/** The text of one derived file. */
export async function textOf(topic: string, name: string): Promise<string> {
  return (await filesOf(topic)).get(pathBeside(topic, name)) ?? ''
}

/** The bundled contract of a topic, as every reader of it starts. */
export async function contractOf(topic: string): Promise<Contract> {
  return readContract(JSON.parse(await textOf(topic, 'contract.json')))
}
