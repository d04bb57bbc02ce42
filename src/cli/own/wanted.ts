import { resolve } from 'node:path'
import type { Disk } from '../../catalogue/disk.ts'
import { readSource } from '../../catalogue/source.ts'
import { controlApi } from '../../control/control.ts'
import { Failure } from '../failure.ts'

/** What is to be served: built-in APIs by their ids, contracts by absolute paths and addresses. */
interface Wanted {
  readonly builtIn: readonly string[]
  readonly files: readonly string[]
}

/** Reads the words of the command line; without any, all built-in APIs are meant. The control API is always among them. */
export function wantedApis(words: readonly string[], known: readonly string[], disk: Disk): Wanted {
  const others = known.filter((id) => id !== controlApi)
  if (words.includes(controlApi))
    throw new Failure(`The control API "${controlApi}" is always served; name others, such as ${others.join(', ')}`)
  const sources = words.map((word) => readSource(word, others, disk))
  const builtIn = sources.flatMap((source) => (source.kind === 'built-in' ? [source.id] : []))
  const files = sources.flatMap((source) => {
    if (source.kind === 'url') return [source.url]
    if (source.kind === 'file') return [resolve(source.path)]
    return source.kind === 'folder' ? source.files.map((file) => resolve(file)) : []
  })
  return {
    builtIn: [...new Set(words.length > 0 ? builtIn : others), controlApi],
    files: [...new Set(files)],
  }
}
