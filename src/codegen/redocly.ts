import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundleOas, createEmptyRedoclyConfig } from '@redocly/openapi-core/lib/bundle-oas'

/**
 * The parts of Redocly that read and bundle. Its main module loads all rules and takes four times as long, which a start would
 * wait for; so these are imported from within the package, whose version is exact.
 */
type Redocly = typeof import('@redocly/openapi-core')

const folder = dirname(createRequire(import.meta.url).resolve('@redocly/openapi-core'))

async function part<Name extends keyof Redocly>(file: string): Promise<Pick<Redocly, Name>> {
  return import(pathToFileURL(join(folder, file)).href)
}

const resolving = await part<'BaseResolver' | 'Source'>('resolve.js')
export const BaseResolver = resolving.BaseResolver
export const Source = resolving.Source
export const getLineColLocation = (await part<'getLineColLocation'>('format/codeframes.js')).getLineColLocation
export const isMappingRef = (await part<'isMappingRef'>('ref-utils.js')).isMappingRef
export { bundleOas, createEmptyRedoclyConfig }
