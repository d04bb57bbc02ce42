import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { builtInIds } from '../catalogue/built-in.ts'
import { contractFile, contractIds } from '../catalogue/contracts.ts'
import { disk } from '../catalogue/disk.ts'
import { idOf } from '../catalogue/id.ts'
import { readSource } from '../catalogue/source.ts'
import { readInThread } from '../codegen/read-thread.ts'
import { builtInSource } from '../docs/built-in-site.ts'
import { type OwnContract, ownSource } from '../docs/own/own-source.ts'
import { readRegisters } from '../docs/registers.ts'
import type { ApiSource } from '../docs/sources.ts'
import { readManifest } from '../installation/installation.ts'
import { Failure } from './failure.ts'
import { nameOf } from './own/name-of.ts'
import { checkId } from './own/options.ts'
import { progressOn } from './own/progress.ts'

interface Reading {
  readonly name?: string
  readonly allowRefs: boolean
}

/** An API to be documented: a built-in one, or a contract and how it is served. */
type Wanted =
  | { readonly builtIn: string }
  | (Omit<OwnContract, 'document' | 'id'> & {
      /** Default: by the title. */
      readonly id?: string
      readonly file: string
      readonly overlays: readonly string[]
      readonly allowRefs: boolean
      /** The project whose folder `openapi` it is in. */
      readonly project?: string
    })

type WantedOwn = Exclude<Wanted, { readonly builtIn: string }>

/** Reads what the words of the command line name; without any, the contracts of the `openapi` folder here. */
export async function readSources(words: readonly string[], reading: Reading): Promise<readonly ApiSource[]> {
  const all = words.length > 0 ? named(words, reading) : inProject(reading)
  const own = all.filter((wanted): wanted is WantedOwn => !('builtIn' in wanted))
  if (reading.name !== undefined && own.length !== 1)
    throw new Failure(`--name is for one contract; there are ${own.length} here`)
  const documents = documentsOf(own)
  const taken = new Map<string, string>()
  const apis: ApiSource[] = []
  for (const wanted of all) apis.push('builtIn' in wanted ? await builtInSource(wanted.builtIn) : await source(wanted, documents, taken))
  return apis
}

const usual = { auth: 'enforce', protect: [], overlays: [], hasSeed: false, clientModule: './generated/client.ts' } as const

function named(words: readonly string[], { name, allowRefs }: Reading): readonly Wanted[] {
  const found = words.map((word) => readSource(word, builtInIds(), disk))
  return found.flatMap((each): readonly Wanted[] => {
    if (each.kind === 'built-in') return [{ builtIn: each.id }]
    const files = each.kind === 'url' ? [each.url] : each.kind === 'file' ? [resolve(each.path)] : each.files.map((file) => resolve(file))
    return files.map((file) => ({ ...usual, file, allowRefs, ...(name !== undefined && { id: name }) }))
  })
}

function inProject({ name, allowRefs }: Reading): readonly Wanted[] {
  const ids = contractIds('.')
  if (ids.length === 0)
    throw new Failure(
      existsSync('openapi')
        ? 'The folder openapi has no contract; expected openapi/NAME/openapi.yaml, or name a file: latchkey docs ./openapi.yaml'
        : 'There is no openapi folder here; name the file or URL of a contract: latchkey docs ./openapi.yaml',
    )
  return ids.map((id) => ({
    ...usual,
    id: name ?? id,
    file: resolve(contractFile('.', id)),
    clientModule: `./generated/${id}/client.ts`,
    allowRefs,
    project: '.',
  }))
}

type Documents = ReadonlyMap<WantedOwn, Promise<OwnContract['document']>>

function documentsOf(own: readonly WantedOwn[]): Documents {
  if (own.length === 0) return new Map()
  const progress = progressOn(process.stderr)
  const { version } = readManifest()
  const jobs = own.map(({ file, overlays, allowRefs }) => ({ file, overlays, allowRefs, cacheFolder: undefined, version }))
  const reads = readInThread(jobs, ({ file }, news) => progress.tell(nameOf(file), news))
  return new Map(
    own.map((wanted, index) => {
      const read = Promise.resolve(reads[index]).finally(() => progress.end(nameOf(wanted.file)))
      // Its error is reported where it is awaited.
      read.catch(() => {})
      return [wanted, read.then((done) => (done as NonNullable<typeof done>).document)] as const
    }),
  )
}

async function source(wanted: WantedOwn, documents: Documents, taken: Map<string, string>): Promise<ApiSource> {
  const document = await documents.get(wanted)
  const name = nameOf(wanted.file)
  if (!document) throw new Failure(`${name} was not read`)
  const id = wanted.id ?? idOf(document.info.title)
  checkId({ id, file: name, isNamed: false }, wanted.project === undefined ? builtInIds() : [], taken)
  taken.set(id, name)
  try {
    const api = ownSource({ ...wanted, id, document })
    return wanted.project === undefined ? api : withRegisters(api, wanted.project)
  } catch (error) {
    throw new Failure(`${name} cannot be documented: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

/** What stands beside the contract wins over what is made of it. */
function withRegisters(api: ApiSource, project: string): ApiSource {
  const { flows, ...registers } = readRegisters(project, api.id, api.contract)
  return { ...api, ...registers, flows: flows.length > 0 ? flows : api.flows }
}
