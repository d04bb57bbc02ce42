import { join, parse } from 'node:path'
import type { Disk } from './disk.ts'

/** Of several files of one name, the first counts. */
const endings = ['.yaml', '.yml', '.json']

/**
 * The contracts of a folder: its `openapi.yaml` (or .yml, .json) alone if it has one. Else its OpenAPI 3 files and those of
 * folders in it (`orders/openapi.yaml`). Else the contracts of its `openapi` folder, which is where projects have them.
 */
export function contractsIn(folder: string, disk: Disk): string[] {
  const own = contractOf(folder, disk)
  if (own) return [own]
  const names = disk.namesIn(folder).filter((name) => !name.startsWith('.') && name !== 'node_modules')
  const files = [...new Set(names.map((name) => parse(name).name))].map((name) => fileOf(folder, name, disk))
  const inFolders = names.map((name) => contractOf(join(folder, name), disk))
  const found = [...files.filter((file) => file && isContract(disk.textOf(file))), ...inFolders]
  if (found.some(Boolean)) return found.filter((file) => file !== undefined).sort()
  return names.includes('openapi') ? contractsIn(join(folder, 'openapi'), disk) : []
}

function contractOf(folder: string, disk: Disk): string | undefined {
  return fileOf(folder, 'openapi', disk)
}

function fileOf(folder: string, name: string, disk: Disk): string | undefined {
  return endings.map((ending) => join(folder, `${name}${ending}`)).find((file) => disk.kindOf(file) === 'file')
}

/** Whether a text is an OpenAPI 3 document, as far as its member `openapi` says. */
function isContract(text: string): boolean {
  if (!/^\s*\{/.test(text)) return /^(['"]?)openapi\1\s*:\s*['"]?3\./m.test(text)
  try {
    return String(JSON.parse(text).openapi).startsWith('3.')
  } catch {
    return false
  }
}
