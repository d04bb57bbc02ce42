import { readContract } from '../contract/contract.ts'
import type { Api } from '../served/api.ts'
import type { SandboxContext } from './handlers.ts'

/** The path of an API in the world of a request: with the base path of its contract, and without it. */
export function pathsOf({ id, document }: Api, { place }: Pick<SandboxContext, 'place'>) {
  const mount = `${place.world && `/~${place.world}`}/${id}`
  return { mount, path: mount + readContract(document).basePath }
}

/** A line for a reader, with the addresses in the place of `{url}` and `{mount}`. */
export function filledIn(text: string, api: Api, context: Pick<SandboxContext, 'place'>): string {
  const { mount, path } = pathsOf(api, context)
  const { origin } = context.place
  return text.replaceAll('{url}', origin + path).replaceAll('{mount}', origin + mount)
}
