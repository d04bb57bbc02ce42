import type { Logger } from 'pino'
import { type Caution, cautionsOn } from '../control/cautions.ts'
import type { Api } from '../served/api.ts'
import type { Store } from '../store/store.ts'

/** A setting that had better not be what it is, for those who run the server. */
export function logCaution(log: Logger, world: string, caution: Caution): void {
  log.warn({ world, ...caution }, 'a setting is weaker than advised')
}

/** Says at the start what was set at some time before, in whichever world. */
export async function logCautions(log: Logger, store: Store, apis: readonly Api[]): Promise<void> {
  for (const { world, api: id, values } of await store.changedSettings()) {
    const api = apis.find((each) => each.id === id)
    for (const caution of api ? cautionsOn(api, values) : []) logCaution(log, world, caution)
  }
}
