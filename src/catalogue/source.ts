import { isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isWeb } from '../codegen/reference-policy.ts'
import { nearest } from '../contract/nearest.ts'
import type { Disk } from './disk.ts'
import { contractsIn } from './folder.ts'

/** What a word of the command line means. */
type Source =
  | { readonly kind: 'built-in'; readonly id: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'url'; readonly url: string }
  /** A folder, and the contracts in it. */
  | { readonly kind: 'folder'; readonly path: string; readonly files: readonly string[] }

/** A word that means nothing here; its message says what there is. */
class UnknownSource extends Error {
  override readonly name = 'UnknownSource'
}

/**
 * What a word means: a built-in API by its id, else a URL, a file or a folder. A file that has the name of a built-in API is
 * named by its path: `./orders`. Throws an {@link UnknownSource} for anything else.
 */
export function readSource(word: string, builtIn: readonly string[], disk: Disk): Source {
  if (builtIn.includes(word)) return { kind: 'built-in', id: word }
  const [scheme] = /^[a-z][a-z0-9+.-]*:\/\//i.exec(word) ?? []
  return scheme === undefined ? atPath(word, builtIn, disk) : atUrl(word, builtIn, disk)
}

function atUrl(word: string, builtIn: readonly string[], disk: Disk): Source {
  const url = URL.parse(word)
  if (url?.protocol === 'file:' && url.host === '') return atPath(fileURLToPath(url), builtIn, disk)
  if (url && isWeb(url.href)) return { kind: 'url', url: url.href }
  throw new UnknownSource(`"${word}" is not an http(s) address; use one such as https://example.com/openapi.yaml`)
}

function atPath(path: string, builtIn: readonly string[], disk: Disk): Source {
  const kind = disk.kindOf(path)
  if (kind === 'file') return { kind, path }
  if (kind === undefined) throw new UnknownSource(notThere(path, builtIn, disk))
  const files = contractsIn(path, disk)
  if (files.length > 0) return { kind, path, files }
  throw new UnknownSource(
    `The folder "${path}" has no contract; expected openapi.yaml, openapi.yml or openapi.json, or other files with "openapi: 3…"`,
  )
}

/** Whether a word is a path whatever there is: it has a folder or the ending of a file. */
const looksLikePath = /[/\\]|^\.|\.(ya?ml|json)$/i

function notThere(word: string, builtIn: readonly string[], disk: Disk): string {
  if (looksLikePath.test(word)) return `There is no file or folder "${word}"${suggestion(nearestPath(word, disk))}`
  const meant = suggestion(nearest(word, builtIn))
  const what = `There is no API, file or folder "${word}"`
  if (meant !== '') return `${what}${meant}`
  return `${what}. The known APIs are ${builtIn.join(', ')}; your own starts by the path or URL of its contract, such as ./openapi.yaml`
}

function suggestion(name: string | undefined): string {
  return name === undefined ? '' : `; did you mean "${name}"?`
}

/** A path in the same folder whose last name is near; relative ones are looked up below `base`. */
export function nearestPath(path: string, disk: Disk, base = '.'): string | undefined {
  const [, folder = '', name = ''] = /^(.*?)([^/\\]*)$/s.exec(path) ?? []
  const place = isAbsolute(folder) ? folder : join(base, folder)
  const names = disk.kindOf(place) === 'folder' ? disk.namesIn(place) : []
  const near = nearest(name, names)
  return near && `${folder}${near}`
}
