import type { HandlersFile } from '../../../handlers/index.ts'
import { guardedHandler } from './guarded-handler.ts'
import { handlersLine, placeIn } from './load-faults.ts'
import type { SourcePlace } from './source-place.ts'

type Exports = Readonly<Record<string, unknown>>
type Texts = ReadonlyMap<string, string>

/** `export const handlers`, or the default export. */
function handlersIn(exports: Exports): unknown {
  return exports.handlers ?? exports.default
}

/** What is wrong with what a handlers file exports, a line each. */
export function exportFaults(file: string, texts: Texts, exports: Exports): readonly string[] {
  const handlers = handlersIn(exports)
  const fault = (name: string, message: string) => handlersLine(placeOfName(file, texts, name), message)
  if (handlers === undefined && exports.purge === undefined)
    return [fault('', 'The file exports no handlers; add: export const handlers = { … }')]
  if (handlers !== undefined && (typeof handlers !== 'object' || handlers === null || Array.isArray(handlers)))
    return [
      fault('handlers', `"handlers" is ${kindOf(handlers)}; it must be an object of one function for each operation`),
    ]
  const wrong = Object.entries(handlers ?? {}).filter(([, handler]) => typeof handler !== 'function')
  return [
    ...wrong.map(([name, value]) => fault(name, `"${name}" is ${kindOf(value)}; a handler must be a function`)),
    ...(exports.purge === undefined || typeof exports.purge === 'function'
      ? []
      : [fault('purge', `"purge" is ${kindOf(exports.purge)}; it must be a function`)]),
  ]
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** Where a name is probably defined: in the file itself, else in one that it imports. */
export function placeOfName(file: string, texts: Texts, name: string): SourcePlace {
  const literal = name.replaceAll(/\W/g, '\\$&')
  const definition = new RegExp(`(?<![\\w$.])(['"]?)${literal}\\1(?=\\s*[(:=,}<]|\\s*$)`, 'm')
  for (const [source, text] of texts) {
    const at = name === '' ? -1 : text.search(definition)
    if (at >= 0) return placeIn(source, text, at)
  }
  return placeIn(file, '', -1)
}

/** What a handlers file exports, as it is served: each handler says where it failed. */
export function codeOf(file: string, exports: Exports): HandlersFile {
  const { purge } = exports as Pick<HandlersFile, 'purge'>
  const handlers = (handlersIn(exports) ?? {}) as NonNullable<HandlersFile['handlers']>
  const guarded = Object.keys(handlers).map((id) => [id, guardedHandler(file, id, handlers)] as const)
  return { handlers: Object.fromEntries(guarded), ...(purge && { purge }) }
}
