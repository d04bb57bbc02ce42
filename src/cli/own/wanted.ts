import { resolve } from 'node:path'
import type { Disk } from '../../catalogue/disk.ts'
import { readSource } from '../../catalogue/source.ts'
import type { ApiConfig, Config } from '../../config/config.ts'
import { controlApi } from '../../control/control.ts'
import { UsageFailure } from '../failure.ts'
import { nameOf } from './name-of.ts'
import { checkId, type OwnOptions } from './options.ts'
import { type OwnSetup, setupOfEntry, setupOfWord } from './setup.ts'

/** What the words of the command line can mean. */
interface Known {
  readonly builtIn: readonly string[]
  readonly disk: Disk
  readonly config: Config | undefined
  /** Whether references of contracts that are named by a word are followed everywhere. */
  readonly allowRefs: boolean
}

/** What is to be served. */
export interface Wanted {
  /** Built-in APIs by their ids; the control API is always among them. */
  readonly builtIn: readonly string[]
  readonly own: readonly OwnSetup[]
}

/** An entry of the configuration, the id of a built-in API, or the contract at a path or an address. */
type Meant = ApiConfig | { readonly builtIn: string } | { readonly file: string }

/** Reads the words of the command line; without any, all APIs of the configuration are meant, else the built-in ones. */
export function wantedApis(words: readonly string[], options: OwnOptions, known: Known): Wanted {
  const { builtIn, disk, config, allowRefs } = known
  const others = builtIn.filter((id) => id !== controlApi)
  if (words.includes(controlApi))
    throw new UsageFailure(
      `The control API "${controlApi}" is always served; name others, such as ${others.join(', ')}`,
    )
  const usual: readonly Meant[] = config?.apis ?? others.map((id) => ({ builtIn: id }))
  const meant = words.length > 0 ? words.flatMap((word) => meaningsOf(word, others, disk, config)) : usual
  const ids = meant.flatMap((each) => {
    if ('builtIn' in each) return [each.builtIn]
    return 'id' in each && each.contract === undefined ? [each.id] : []
  })
  const files = [...new Set(meant.flatMap((each) => ('file' in each ? [each.file] : [])))]
  checkOptions(options, files, config)
  if (options.name !== undefined)
    checkId({ id: options.name, file: nameOf(files[0] ?? ''), isNamed: true }, builtIn, new Map())
  return {
    builtIn: [...new Set([...ids, controlApi])],
    own: [...new Map(meant.flatMap((each) => keyedSetup(each, { ...options, allowRefs }))).values()],
  }
}

/** By its contract or its entry, so that each is served once. */
function keyedSetup(meant: Meant, options: OwnOptions): readonly (readonly [key: unknown, setup: OwnSetup])[] {
  if ('file' in meant) return [[meant.file, setupOfWord(meant.file, options)]]
  return 'id' in meant && meant.contract !== undefined ? [[meant, setupOfEntry(meant, meant.contract)]] : []
}

/** An id of the configuration comes first. What the configuration has a contract of is served as it says. */
function meaningsOf(
  word: string,
  builtIn: readonly string[],
  disk: Disk,
  config: Config | undefined,
): readonly Meant[] {
  const entries = config?.apis ?? []
  const named = entries.find(({ id }) => id === word)
  if (named) return [named]
  const known = new Set([...entries.map(({ id }) => id), ...builtIn])
  return placesOf(readSource(word, [...known], disk)).flatMap((place): readonly Meant[] => {
    if ('builtIn' in place) return [place]
    const configured = entries.filter(({ contract }) => contract === place.file)
    return configured.length > 0 ? configured : [place]
  })
}

function placesOf(source: ReturnType<typeof readSource>): readonly ({ builtIn: string } | { file: string })[] {
  if (source.kind === 'built-in') return [{ builtIn: source.id }]
  if (source.kind === 'url') return [{ file: source.url }]
  const files = source.kind === 'file' ? [source.path] : source.files
  return files.map((file) => ({ file: resolve(file) }))
}

/** Options of contracts that are named by a word would be ignored without one, and one name is not for several. */
function checkOptions(options: OwnOptions, files: readonly string[], config: Config | undefined): void {
  const { name, auth, protect, allowRefs, overlay: [overlay] = [] } = options
  const single = (name !== undefined && '--name') || (overlay !== undefined && '--overlay')
  if (single && files.length > 1)
    throw new UsageFailure(`${single} is for one contract; these are ${files.length}: ${files.map(nameOf).join(', ')}`)
  if (files.length > 0) return
  const given: readonly (readonly [option: string, value: unknown, member: string])[] = [
    ['--name', name, 'id'],
    ['--auth', auth === 'enforce' ? undefined : auth, 'auth'],
    ['--protect', protect[0], 'require'],
    ['--allow-refs', allowRefs, 'allowRefs'],
    ['--overlay', overlay, 'overlays'],
  ]
  const [ignored] = given.filter(([, value]) => value !== undefined)
  if (ignored === undefined) return
  const [option, , member] = ignored
  throw new UsageFailure(
    config
      ? `${option} is for a contract that is named by its file, folder or URL; ${nameOf(config.file)} says it of an API by its "${member}"`
      : `${option} is for your own API; name the file, folder or URL of its contract: latchkey start ./openapi.yaml ${option} …`,
  )
}
