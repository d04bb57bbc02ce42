import { resolve } from 'node:path'
import { isWeb } from '../../codegen/reference-policy.ts'
import type { ApiConfig } from '../../config/config.ts'
import type { OwnOptions } from './options.ts'

/** How an API is served of a contract: an entry of the configuration, or a word with the options of the command line. */
export interface OwnSetup extends Pick<ApiConfig, 'overlays' | 'auth' | 'require' | 'allowRefs' | 'handlers' | 'seed'> {
  /** The contract: an absolute path, or an address. */
  readonly file: string
  /** Undefined where the title of the contract decides. */
  readonly id: string | undefined
  /** What the configuration says of it; undefined for a word. */
  readonly entry: ApiConfig | undefined
}

/** Of a contract that is named on the command line. */
export function setupOfWord(file: string, options: OwnOptions): OwnSetup {
  const { name, auth, protect, allowRefs = false, overlay = [] } = options
  const unsaid = { handlers: undefined, seed: undefined, entry: undefined }
  const overlays = overlay.map((each) => (isWeb(each) ? each : resolve(each)))
  return { ...unsaid, file, id: name, overlays, auth, require: protect, allowRefs }
}

/** Of an entry with a contract of its own. */
export function setupOfEntry(entry: ApiConfig, contract: string): OwnSetup {
  return { ...entry, file: contract, entry }
}
