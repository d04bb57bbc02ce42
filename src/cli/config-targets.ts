import type { GenerationTarget } from '../codegen/derive.ts'
import type { Config } from '../config/config.ts'

/** What is generated of the APIs of a configuration: of those that have a contract of their own. */
export function configTargets(config: Config | undefined): readonly GenerationTarget[] {
  return (config?.apis ?? []).flatMap(({ contract, overlays, allowRefs, generated }) =>
    contract === undefined ? [] : [{ file: contract, overlays, allowRefs, folder: generated }],
  )
}
