import { existsSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { builtInIds } from '../catalogue/built-in.ts'
import { contractFile, contractIds } from '../catalogue/contracts.ts'
import { disk } from '../catalogue/disk.ts'
import { idOf } from '../catalogue/id.ts'
import { readSource } from '../catalogue/source.ts'
import { isWeb } from '../codegen/reference-policy.ts'
import type { ApiConfig, Config } from '../config/config.ts'
import { nearest } from '../contract/nearest.ts'
import { UsageFailure } from './failure.ts'

/** An API to be documented: a built-in one, or a contract and how it is served. */
export type WantedApi = { readonly builtIn: string } | WantedContract

export interface WantedContract extends Pick<ApiConfig, 'overlays' | 'auth' | 'require' | 'allowRefs'> {
  /** Default: by the title. */
  readonly id?: string
  /** A path, or an address. */
  readonly file: string
  readonly hasSeed: boolean
  /** Where its typed client is generated to. */
  readonly clientModule: string
  /** The project in whose folder `openapi` it is. */
  readonly project?: string
}

/** What the command line says of contracts that are given by themselves. */
export interface Given {
  readonly name?: string
  readonly overlay: readonly string[]
  readonly allowRefs: boolean
}

/** What the words of the command line mean; without any, the APIs of the configuration, else of the folder `openapi`. */
export function wantedApis(words: readonly string[], given: Given, config: Config | undefined): readonly WantedApi[] {
  const wanted =
    words.length > 0 ? named(words, given, config) : config ? config.apis.map(configured) : inProject(given)
  refuseOptions(wanted, given)
  return wanted
}

/** What concerns one contract would be ignored with several, or with one of a configuration. */
function refuseOptions(wanted: readonly WantedApi[], { name, overlay }: Given): void {
  const option = name !== undefined ? '--name' : overlay.length > 0 ? '--overlay' : undefined
  const contracts = wanted.filter((each) => 'file' in each)
  if (option === undefined) return
  if (contracts.length !== 1) throw new UsageFailure(`${option} is for one contract; here are ${contracts.length}`)
  if (contracts.some(({ overlays, id }) => overlays !== overlay || (name !== undefined && id !== name)))
    throw new UsageFailure(`${option} is for a contract that the configuration does not have; write it there`)
}

function named(words: readonly string[], given: Given, config: Config | undefined): readonly WantedApi[] {
  const known = config?.apis ?? []
  const all = words.flatMap((word): readonly WantedApi[] => {
    const entry = known.find(({ id }) => id === word)
    if (entry) return [configured(entry)]
    refuseTypo(word, known)
    const source = readSource(word, builtInIds(), disk)
    if (source.kind === 'built-in') return [{ builtIn: source.id }]
    const files = source.kind === 'url' ? [source.url] : source.kind === 'file' ? [source.path] : source.files
    return files.map((file) => {
      const place = isWeb(file) ? file : resolve(file)
      const entry = known.find(({ contract }) => contract === place)
      return entry ? configured(entry) : alone(place, given)
    })
  })
  return [...new Map(all.map((each) => ['builtIn' in each ? each.builtIn : each.file, each])).values()]
}

/** The configuration is searched before the built-in APIs, so that its ids are suggested, too. */
function refuseTypo(word: string, known: readonly ApiConfig[]): void {
  const near = nearest(
    word,
    known.map(({ id }) => id),
  )
  if (near === undefined || builtInIds().includes(word) || isWeb(word) || disk.kindOf(word) !== undefined) return
  throw new UsageFailure(`There is no API, file or folder "${word}"; did you mean "${near}"?`)
}

function configured({ id, contract, seed, generated, ...api }: ApiConfig): WantedApi {
  if (contract === undefined) return { builtIn: id }
  const { overlays, auth, require, allowRefs } = api
  const folder = relative('.', generated) || '.'
  const clientModule = `${folder.startsWith('.') ? '' : './'}${folder}/client.ts`
  return { id, file: contract, overlays, auth, require, allowRefs, hasSeed: seed !== undefined, clientModule }
}

function alone(file: string, { name, overlay, allowRefs }: Given): WantedContract {
  return {
    file,
    overlays: overlay,
    auth: 'enforce',
    require: [],
    allowRefs,
    hasSeed: false,
    clientModule: './generated/client.ts',
    ...(name !== undefined && { id: name }),
  }
}

function inProject(given: Given): readonly WantedApi[] {
  const ids = contractIds('.')
  if (ids.length > 0)
    return ids.map((id) => ({
      id,
      ...alone(resolve(contractFile('.', id)), given),
      clientModule: `./generated/${id}/client.ts`,
      project: '.',
    }))
  throw new UsageFailure(
    existsSync('openapi')
      ? 'The folder openapi has no openapi/NAME/openapi.yaml; name the file or URL of a contract: latchkey docs ./openapi.yaml'
      : 'There is no latchkey.config.yaml and no openapi folder here; name the file or URL of a contract: latchkey docs ./openapi.yaml',
  )
}

/** The id of a contract that has none of its own. */
export function idFor({ id }: WantedContract, title: string): string {
  return id ?? idOf(title)
}
