import { readFileSync } from 'node:fs'
import { type LoadHookContext, registerHooks } from 'node:module'
import { extname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** An import that leads nowhere. */
export class LostImport extends Error {
  override readonly name = 'LostImport'
  readonly specifier: string
  /** The absolute path of the file that imports it. */
  readonly importer: string

  constructor(specifier: string, importer: string, cause: unknown) {
    super(`"${specifier}" is not found`, { cause })
    this.specifier = specifier
    this.importer = importer
  }
}

/**
 * What addresses of one load end in: Node loads an address once, and forgets none for as long as it runs. That costs two to three
 * times the size of the files for each change, 20 MB for 500 changes of a file of 15 kB.
 */
const mark = /\?latchkey=(\d+)/

/** By load, the texts that it has come upon so far. */
const loads = new Map<string, Map<string, string>>()
let count = 0
let isHooked = false

/**
 * Loads a module as it is now, and all that it imports but for packages, whatever was loaded before; its exports. Node runs it and
 * strips types. Rejects with what the module throws. `texts` gets what is read, by absolute path.
 */
export async function loadFresh(file: string, texts: Map<string, string>): Promise<Readonly<Record<string, unknown>>> {
  if (!isHooked) registerHooks({ resolve, load })
  isHooked = true
  count += 1
  loads.set(String(count), texts)
  try {
    return await import(`${pathToFileURL(file).href}?latchkey=${count}`)
  } finally {
    loads.delete(String(count))
  }
}

/** The address of a file, or the text of a stack, as it was before it was marked. */
export function withoutMarks(text: string): string {
  return text.replaceAll(new RegExp(mark, 'g'), '')
}

/** Whether an address is one of a module that was loaded here. */
export function isMarked(address: string): boolean {
  return mark.test(address)
}

type Resolve = NonNullable<Parameters<typeof registerHooks>[0]['resolve']>
type Load = NonNullable<Parameters<typeof registerHooks>[0]['load']>

/** What a marked module imports is marked as well. */
const resolve: Resolve = (specifier, context, next) => {
  const [own] = mark.exec(context.parentURL ?? '') ?? []
  if (own === undefined) return next(specifier, context)
  try {
    const resolved = next(specifier, context)
    const isOwn = resolved.url.startsWith('file:') && !resolved.url.includes('/node_modules/')
    return isOwn && !isMarked(resolved.url) ? { ...resolved, url: `${resolved.url}${own}` } : resolved
  } catch (error) {
    throw new LostImport(specifier, fileURLToPath(withoutMarks(context.parentURL ?? '')), error)
  }
}

/** Remembers what is loaded, and takes it for what it is written as, whatever the `package.json` near it says or leaves out. */
const load: Load = (url, context, next) => {
  const [, number = ''] = mark.exec(url) ?? []
  if (number === '') return next(url, context)
  const file = fileURLToPath(withoutMarks(url))
  const text = readFileSync(file, 'utf8')
  loads.get(number)?.set(file, text)
  const format = formatOf(file, text, context)
  return format === undefined ? next(url, context) : { format, source: text, shortCircuit: true }
}

function formatOf(file: string, text: string, { format }: LoadHookContext) {
  const ending = extname(file)
  if (ending === '.ts' || ending === '.mts') return 'module-typescript'
  const isModule = ending === '.mjs' || format === 'module' || /^\s*(?:import|export)\b/m.test(text)
  return /^\.m?js$/.test(ending) && isModule ? 'module' : undefined
}
