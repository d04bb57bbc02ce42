import { builtInIds } from '../catalogue/built-in.ts'
import { readInThread } from '../codegen/read-thread.ts'
import type { ContractDocument } from '../contract/document.ts'
import { builtInSource } from '../docs/built-in-site.ts'
import { ownSource } from '../docs/own/own-source.ts'
import { readRegisters } from '../docs/registers.ts'
import type { ApiSource } from '../docs/sources.ts'
import { readManifest } from '../installation/installation.ts'
import { idFor, type WantedApi, type WantedContract } from './docs-sources.ts'
import { Failure } from './failure.ts'
import { nameOf } from './own/name-of.ts'
import { checkId } from './own/options.ts'
import { progressOn } from './own/progress.ts'

/** Reads APIs to be documented. Rejects with the faults of a contract, or with what cannot be documented of it. */
export async function readApis(wanted: readonly WantedApi[]): Promise<readonly ApiSource[]> {
  const contracts = wanted.filter((each): each is WantedContract => 'file' in each)
  const documents = await documentsOf(contracts)
  const taken = new Map<string, string>()
  const apis: ApiSource[] = []
  for (const each of wanted) {
    if ('builtIn' in each) apis.push(await builtInSource(each.builtIn))
    else apis.push(documented(each, documents.get(each) as ContractDocument, taken))
  }
  return apis
}

async function documentsOf(
  contracts: readonly WantedContract[],
): Promise<ReadonlyMap<WantedContract, ContractDocument>> {
  if (contracts.length === 0) return new Map()
  const progress = progressOn(process.stderr)
  const { version } = readManifest()
  const jobs = contracts.map(({ file, overlays, allowRefs }) => ({
    file,
    overlays,
    allowRefs,
    cacheFolder: undefined,
    version,
  }))
  const reads = readInThread(jobs, ({ file }, news) => progress.tell(nameOf(file), news))
  const settled = await Promise.all(
    contracts.map(async (wanted, index) => {
      const read = await (reads[index] as (typeof reads)[number]).finally(() => progress.end(nameOf(wanted.file)))
      return [wanted, read.document] as const
    }),
  )
  return new Map(settled)
}

function documented(wanted: WantedContract, document: ContractDocument, taken: Map<string, string>): ApiSource {
  const { file, auth, require, hasSeed, clientModule, project } = wanted
  const [name, id] = [nameOf(file), idFor(wanted, document.info.title)]
  checkId({ id, file: name, isNamed: wanted.id !== undefined }, project === undefined ? builtInIds() : [], taken)
  taken.set(id, name)
  try {
    const api = ownSource({ id, document, auth, protect: require, hasSeed, clientModule })
    return project === undefined ? api : withRegisters(api, project)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Failure(`${name} cannot be documented: ${reason}`, { cause: error })
  }
}

/** A file in the folder of the contract wins over what is derived from the contract. */
function withRegisters(api: ApiSource, project: string): ApiSource {
  const { flows, ...registers } = readRegisters(project, api.id, api.contract)
  return { ...api, ...registers, flows: flows.length > 0 ? flows : api.flows }
}
