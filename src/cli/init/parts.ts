import { relative } from 'node:path'
import { isWeb } from '../../codegen/reference-policy.ts'
import { readContract } from '../../contract/contract.ts'
import type { Checked } from '../../init/check.ts'
import type { ConfigParts } from '../../init/config-text.ts'
import type { ServedReport } from '../../served/report.ts'
import { rolesOf } from '../../ways/roles.ts'
import type { InitOptions } from './options.ts'

interface Found {
  readonly id: string
  readonly file: string
  readonly overlay: string
  readonly options: InitOptions
  readonly report: ServedReport
  readonly checked: Checked
}

/** What the config says of an API. */
export function partsOf({ id, file, overlay, options, report, checked }: Found): ConfigParts {
  const [role] = rolesOf(readContract(checked.document))
  const key = checked.taken.find(({ kind }) => kind === 'key')?.scheme
  return {
    id,
    contract: isWeb(file) ? file : here(relative('.', file)),
    overlay: checked.taken.length > 0 ? here(overlay) : undefined,
    allowRefs: options.allowRefs === true,
    keyScheme: key,
    role,
    isOpen: report.protected === 0,
  }
}

function here(path: string): string {
  return path.startsWith('..') ? path : `./${path.replace(/^\.\//, '')}`
}
