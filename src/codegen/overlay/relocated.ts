import type { ContractFiles } from '../contract-files.ts'
import type { Overlay } from './overlay-file.ts'
import { define, isObject } from './places.ts'

/** References to files are those of the overlay's folder; in the contract they name the file itself. */
export function relocated(overlay: Overlay, files: ContractFiles): Overlay {
  const follow = ($ref: string): string => {
    const [file = '', pointer] = $ref.split(/#(.*)/s)
    if (file === '') return $ref
    const address = files.resolveExternalRef(overlay.address, file)
    const fragment = pointer === undefined ? '' : `#${pointer}`
    return address === files.contract && fragment !== '' ? fragment : `${address}${fragment}`
  }
  const actions = overlay.actions.map((action) => ({ ...action, update: followed(action.update, follow) }))
  return { ...overlay, actions }
}

function followed(value: unknown, follow: ($ref: string) => string): unknown {
  if (!isObject(value)) return value
  const copy: object = Array.isArray(value) ? [] : {}
  for (const [key, member] of Object.entries(value))
    define(copy, key, key === '$ref' && typeof member === 'string' ? follow(member) : followed(member, follow))
  return copy
}
