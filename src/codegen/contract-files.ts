import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Document, Source } from '@redocly/openapi-core'
import { fetchText } from './fetch-text.ts'
import { InvalidContract } from './invalid-contract.ts'
import { mostBytes } from './limits.ts'
import { lineAt } from './problem.ts'
import { BaseResolver, Source as ReadSource } from './redocly.ts'
import { isWeb, type ReferencePolicy, referencePolicy } from './reference-policy.ts'
import { withMappedReferences } from './schemas.ts'
import { parseSoundly } from './syntax.ts'

/** A reference that the policy does not follow. */
export class RefusedReference extends Error {
  override readonly name = 'RefusedReference'
  readonly objection: string

  constructor(ref: string, objection: string) {
    super(`"${ref}" ${objection}`)
    this.objection = objection
  }
}

/** What is told of reading a contract while it is read. */
export type ReadingNews =
  | { readonly is: 'redirected'; readonly from: string; readonly to: string }
  | { readonly is: 'read'; readonly address: string; readonly bytes: number }

/** Reads the files of one contract for Redocly: those that the policy allows, and so much of them. */
export class ContractFiles extends BaseResolver {
  /** The file or address that everything begins with. */
  readonly contract: string
  readonly #allowsAll: boolean
  readonly #tell: (news: ReadingNews) => void
  #policy: ReferencePolicy
  readonly #loaded = new Map<string, Promise<Source>>()
  readonly #digests = new Map<string, string>()
  #bytesLeft = mostBytes

  constructor(contract: string, allowsAll: boolean, tell: (news: ReadingNews) => void = () => {}) {
    super()
    this.contract = contract
    this.#allowsAll = allowsAll
    this.#tell = tell
    this.#policy = referencePolicy(contract, allowsAll)
  }

  override resolveExternalRef(base: string | null, ref: string): string {
    try {
      const address = super.resolveExternalRef(base, ref)
      return address.startsWith('file:') ? fileURLToPath(address) : address
    } catch {
      return `invalid:${ref}`
    }
  }

  override async resolveDocument<Parsed = unknown>(base: string | null, ref: string, isRoot = false) {
    const objection = isRoot ? undefined : await this.#policy(base, this.resolveExternalRef(base, ref))
    if (objection !== undefined) throw new RefusedReference(ref, objection)
    return super.resolveDocument<Parsed>(base, ref, isRoot)
  }

  /** Every file and address is read once. */
  override loadExternalRef(address: string): Promise<Source> {
    const loading = this.#loaded.get(address) ?? this.#load(address)
    this.#loaded.set(address, loading)
    return loading
  }

  /** SHA-256 of everything that was read, by file or address. */
  get digests(): ReadonlyMap<string, string> {
    return this.#digests
  }

  /** How many bytes were read. */
  get bytes(): number {
    return mostBytes - this.#bytesLeft
  }

  /** SHA-256 of a file or address that a contract was made of before; undefined if it may not be read, or cannot. */
  async digestOf(address: string): Promise<string | undefined> {
    if (address !== this.contract && (await this.#policy(null, address)) !== undefined) return undefined
    await this.loadExternalRef(address).catch(() => {})
    return this.#digests.get(address)
  }

  async #load(address: string): Promise<Source> {
    if (isWeb(address)) return this.#fetched(address)
    const file = await stat(address).catch(plainly)
    if (file.isDirectory()) throw new Error(`Expected a file but received a folder at ${address}`)
    if (!file.isFile() && address !== this.contract) throw new Error(`Expected a file at ${address}`)
    return new ReadSource(address, await this.#textOf(address, address, createReadStream(address)))
  }

  /** Whether one of the files repeats values by YAML aliases. */
  repeatsValues = false

  override parseDocument(source: Source, isRoot = false): Document {
    const { document, repeats } = parseSoundly(source, isRoot, () => super.parseDocument(source, isRoot))
    this.repeatsValues ||= repeats
    return isRoot ? { ...document, parsed: withMappedReferences(withWholeVersion(document.parsed)) } : document
  }

  /** The folder of a contract is that of the address which has it in the end. */
  async #fetched(address: string): Promise<Source> {
    const isContract = address === this.contract
    const objection = async (to: string) => (isContract ? undefined : this.#policy(null, to))
    const redirected = (from: string, to: string) => this.#tell({ is: 'redirected', from, to })
    const { address: last, mimeType, body } = await fetchText(address, { objection, redirected })
    if (isContract) this.#policy = referencePolicy(last, this.#allowsAll)
    const text = await this.#textOf(address, last, body)
    if (htmlPage.test(text)) throw new Error('it is an HTML page; give the address of the file itself')
    return new ReadSource(last, text, mimeType)
  }

  async #textOf(address: string, absoluteRef: string, chunks: AsyncIterable<Uint8Array>): Promise<string> {
    const parts: Uint8Array[] = []
    for await (const part of chunks) {
      this.#bytesLeft -= part.length
      if (this.#bytesLeft < 0)
        throw new InvalidContract([lineAt({ absoluteRef }, { line: 1, col: 1 }, 'limits', tooLarge)])
      parts.push(part)
    }
    const bytes = Buffer.concat(parts)
    this.#digests.set(address, createHash('sha256').update(bytes).digest('hex'))
    this.#tell({ is: 'read', address: absoluteRef, bytes: bytes.length })
    return bytes.toString('utf8').replaceAll('\r\n', '\n')
  }
}

/** What addresses of viewers give, such as those of a code host. */
const htmlPage = /^\s{0,1024}<(?:!doctype html|html)\b/i

const tooLarge = 'The contract and the files it refers to are larger than 50 MB'

/** `3.1`, or the number that YAML makes of it, is any version of 3.1; of `3.0` it makes 3. */
function withWholeVersion(parsed: unknown): unknown {
  const { openapi } = Object(parsed) as { readonly openapi?: unknown }
  const written = openapi === 3 ? '3.0' : String(openapi)
  return /^3\.[0-2]$/.test(written) ? { ...(parsed as object), openapi: `${written}.0` } : parsed
}

/** Without the name of the system call. */
function plainly(error: Error): never {
  throw new Error(error.message.replace(', stat', ''), { cause: error })
}
