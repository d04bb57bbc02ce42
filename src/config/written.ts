import { resolve } from 'node:path'
import schema from '../../schemas/config.json' with { type: 'json' }
import type { AuthMode } from '../ways/auth-mode.ts'

/** An API as the file has it. */
export interface WrittenApi {
  readonly contract?: string
  readonly overlays?: readonly string[]
  readonly auth?: AuthMode | Readonly<Record<string, AuthMode>>
  readonly require?: readonly string[]
  readonly allowRefs?: boolean
  readonly handlers?: string
  readonly generated?: string
  /** A file, or a seed. */
  readonly seed?: string | object
}

export const members: readonly string[] = Object.keys(schema.$defs.api.properties)

/** A file or an address that the file names. */
interface NamedPlace {
  readonly path: readonly string[]
  readonly text: string
  readonly takes: 'a file' | 'a file or an address' | 'a file that may come later'
}

/** What an API is made of; what is no text is left out. */
export function placesOf({ contract, overlays, handlers, seed }: WrittenApi): readonly NamedPlace[] {
  const listed: readonly unknown[] = Array.isArray(overlays) ? overlays : []
  const places: readonly (readonly [path: readonly string[], text: unknown, NamedPlace['takes']])[] = [
    [['contract'], contract, 'a file or an address'],
    ...listed.map((text, at) => [['overlays', String(at)], text, 'a file or an address'] as const),
    // Their types are generated before they are written.
    [['handlers'], handlers, 'a file that may come later'],
    [['seed'], seed, 'a file'],
  ]
  return places.flatMap(([path, text, takes]) =>
    typeof text === 'string' && text !== '' ? [{ path, text, takes }] : [],
  )
}

/** Where the files of an API are generated, as an absolute path. */
export function generatedFolder(id: string, { generated }: WrittenApi, folder: string): string {
  return resolve(folder, typeof generated === 'string' ? generated : `.latchkey/generated/${id}`)
}
