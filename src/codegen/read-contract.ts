import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ContractDocument } from '../contract/document.ts'
import { bundleFiles, filesOf } from './bundle.ts'
import type { ContractFiles, ReadingNews } from './contract-files.ts'
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
  readonly digests: readonly (readonly [address: string, digest: string])[]
}

/** Smaller contracts are read as fast as a cache is. */
const worthKeeping = 3_000_000

/**
 * Reads a contract to be served: what cannot be served is an InvalidContract, what is only wrong are warnings. Bundles of
 * remote and of large files are kept on the disk and used again as long as every byte they were made of is the same.
 */
export async function readContractFile(job: ReadJob, tell: (news: ReadingNews) => void): Promise<ContractRead> {
  const options = { allowRefs: job.allowRefs, lenient: true, tell }
  const files = filesOf(job.file, options)
  const kept = await keptBundle(job, files)
  if (kept) return kept
  const { document, lost, sources } = await bundleFiles(files, options)
  const read = { document, warnings: warningsOf(lost), sources, fingerprint: sha256([...files.digests]) }
  if (files.bytes > worthKeeping || sources.some(isWeb)) await keep(job, files, read)
  return read
}

function warningsOf(lost: ReadonlySet<string>): string[] {
  return [...lost].map(($ref) => `The reference "${$ref}" leads nowhere: what it stands for may be anything`)
}

function pathOf({ allowRefs, cacheFolder }: ReadJob, { contract }: ContractFiles): string | undefined {
  if (cacheFolder === undefined) return undefined
  return join(cacheFolder, `${sha256([contract, allowRefs]).slice(0, 32)}.json`)
}

function sha256(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}

/** Undefined unless there is one that is whole and as new as its sources. */
async function keptBundle(job: ReadJob, files: ContractFiles): Promise<ContractRead | undefined> {
  const path = pathOf(job, files)
  try {
    const kept = JSON.parse(await readFile(path ?? '', 'utf8')) as Kept
    if (kept.version !== job.version || kept.digests[0]?.[0] !== files.contract) return undefined
    for (const [address, digest] of kept.digests) if ((await files.digestOf(address)) !== digest) return undefined
    const { document, warnings, sources, fingerprint } = kept
    const isWhole = typeof document.paths === 'object' && Array.isArray(sources)
    return isWhole ? { document, warnings, sources, fingerprint } : undefined
  } catch {
    return undefined
  }
}

/** A cache that cannot be written saves no time, and that is all. */
async function keep(job: ReadJob, files: ContractFiles, read: ContractRead): Promise<void> {
  const path = pathOf(job, files)
  if (path === undefined || job.cacheFolder === undefined) return
  const kept: Kept = { version: job.version, digests: [...files.digests], ...read }
  const draft = `${path}.${process.pid}.tmp`
  try {
    await mkdir(job.cacheFolder, { recursive: true })
    await writeFile(draft, JSON.stringify(kept))
    await rename(draft, path)
  } catch {
    // Read again the next time.
  }
}
