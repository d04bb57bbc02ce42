import type { Api } from '../served/api.ts'
import type { ApiStore } from '../store/api-store.ts'
import type { SandboxContext } from './handlers.ts'
import { problem } from './problems.ts'

/** An API and what it keeps in this world. */
export interface Governed {
  readonly api: Api
  readonly store: ApiStore
}

/** The APIs that can be governed, which the control API itself is not. */
export function governedApis({ control }: SandboxContext): Api[] {
  return [...control.apis.values()].filter(({ commands }) => !commands)
}

/** The API of that id, or the refusal that names those there are (SB-19). */
export function governed(id: string, context: SandboxContext) {
  const apis = governedApis(context)
  const api = apis.find((each) => each.id === id)
  if (!api) return problem(404, `There is no API "${id}"; there are ${apis.map((each) => each.id).join(', ')}`)
  return { api, store: context.control.world.api(id) }
}
