import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ContractDocument } from '../contract/document.ts'
import { bundleFiles, filesOf, overlaysOf } from './bundle.ts'
import type { ContractFiles, ReadingNews } from './contract-files.ts'
import { problemLines } from './problem.ts'
import { isWeb } from './reference-policy.ts'

/** A contract to be read, to be served. */
export interface ReadJob {
  /** A file, or an http(s) address. */
  readonly file: string
  /** Files or addresses of overlays, in the order in which they apply. */
  readonly overlays?: readonly string[]
  readonly allowRefs: boolean
  /** Where bundles are kept that take long to make; nowhere if undefined. */
  readonly cacheFolder: string | undefined
  /** The version of Latchkey; another one makes other bundles. */
  readonly version: string
}

export interface ContractRead {
  readonly document: ContractDocument
  /** What the contract is served without, a sentence each. */
  readonly warnings: readonly string[]
  /** Absolute paths and addresses of everything that was read. */
  readonly sources: readonly string[]
  /** A digest of every byte that was read. */
  readonly fingerprint: string
}

/** A bundle on the disk, and what it was made of. */
interface Kept extends ContractRead {
  readonly version: string
  /** SHA-256 by file or address; of the contract itself first. */
  readonly digests: Digests
  /** The same of its overlays. */
  readonly overlays: Digests
}

type Digests = readonly (readonly [address: string, digest: string])[]

/** Smaller contracts are read as fast as a cache is. */
const worthKeeping = 3_000_000

/**
 * Reads a contract to be served: what cannot be served is an InvalidContract, what is only wrong are warnings. Bundles of
 * remote and of large files are kept on the disk and used again as long as every byte they were made of is the same.
 */
export async function readContractFile(job: ReadJob, tell: (news: ReadingNews) => void): Promise<ContractRead> {
  const { allowRefs, overlays: names = [] } = job
  const options = { overlays: names, allowRefs, lenient: true, tell }
  const files = filesOf(job.file, options)
  const overlays = await overlaysOf(files, options)
  const kept = await keptBundle(job, files, overlays.digests)
  if (kept) return kept
  const { document, warnings, lost, sources } = await bundleFiles(files, options, overlays)
  const ofOverlays = problemLines(warnings.filter(({ ruleId }) => ruleId === 'overlay'))
  const fingerprint = sha256([...files.digests, ...overlays.digests])
  const read = { document, warnings: [...ofOverlays, ...sayLost(lost)], sources, fingerprint }
  if (files.bytes > worthKeeping || sources.some(isWeb)) await keep(job, files, overlays.digests, read)
  return read
}

function sayLost(lost: ReadonlySet<string>): string[] {
  return [...lost].map(($ref) => `The reference "${$ref}" leads nowhere: what it stands for may be anything`)
}

function pathOf({ overlays = [], allowRefs, cacheFolder }: ReadJob, { contract }: ContractFiles): string | undefined {
  if (cacheFolder === undefined) return undefined
  return join(cacheFolder, `${sha256([contract, allowRefs, overlays]).slice(0, 32)}.json`)
}

function sha256(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}

/** Undefined unless there is one that is whole and as new as its sources. */
async function keptBundle(job: ReadJob, files: ContractFiles, overlays: Digests): Promise<ContractRead | undefined> {
  const path = pathOf(job, files)
  try {
    const kept = JSON.parse(await readFile(path ?? '', 'utf8')) as Kept
    if (kept.version !== job.version || kept.digests[0]?.[0] !== files.contract) return undefined
    if (sha256(kept.overlays) !== sha256(overlays)) return undefined
    for (const [address, digest] of kept.digests) if ((await files.digestOf(address)) !== digest) return undefined
    const { document, warnings, sources, fingerprint } = kept
    const isWhole = typeof document.paths === 'object' && Array.isArray(sources)
    return isWhole ? { document, warnings, sources, fingerprint } : undefined
  } catch {
    return undefined
  }
}

/** A cache that cannot be written saves no time, and that is all. */
async function keep(job: ReadJob, files: ContractFiles, overlays: Digests, read: ContractRead): Promise<void> {
  const path = pathOf(job, files)
  if (path === undefined || job.cacheFolder === undefined) return
  const kept: Kept = { version: job.version, digests: [...files.digests], overlays, ...read }
  const draft = `${path}.${process.pid}.tmp`
  try {
    await mkdir(job.cacheFolder, { recursive: true })
    await writeFile(draft, JSON.stringify(kept))
    await rename(draft, path)
  } catch {
    // Read again the next time.
  }
}
