import { BoundedMap } from '../auth/bounded-map.ts'
import { readAddress, type ServedNames } from '../contract/address.ts'
import type { Api } from '../served/api.ts'
import type { IdentityProviders } from '../served/identity-providers.ts'
import type { MountedApi } from '../server/mounted-api.ts'

/** How many addresses that logins were begun with are remembered. */
const mostSent = 1_000

/**
 * The addresses of this server that identity providers send browsers back to: the callbacks of its APIs in every world, at
 * its public URL, or at every name of this server and its own port. A proxy may have another port; what a login was really
 * begun with counts, too. Addresses are compared exactly, character by character (RFC 9700, 2.1 and 4.1.3).
 */
export class Callbacks {
  readonly #apis: () => readonly MountedApi<Api>[]
  readonly #served: ServedNames
  readonly #port: () => number
  readonly #sent = new BoundedMap<string, true>(mostSent)

  constructor(apis: () => readonly MountedApi<Api>[], served: ServedNames, port: () => number) {
    this.#apis = apis
    this.#served = served
    this.#port = port
  }

  has(address: string): boolean {
    return this.#sent.get(address) === true || this.#isOwn(address)
  }

  /** The same providers; the callback of each login that is begun with one of them is remembered. */
  notedBy(providers: IdentityProviders): IdentityProviders {
    return {
      ...providers,
      begin: (provider, callback, secrets) => {
        this.#sent.set(callback, true)
        return providers.begin(provider, callback, secrets)
      },
    }
  }

  #isOwn(address: string): boolean {
    const url = URL.parse(address)
    const place = url && readAddress(url.pathname, url.host, this.#served)
    if (!place || !this.#apis().flatMap(callbackPaths).includes(`${place.api} ${place.path}`)) return false
    const isReached = place.origin === this.#served.publicOrigin || Number(url.port || 80) === this.#port()
    return isReached && address === `${place.origin}${place.mount}${place.path}`
  }
}

/** An API's id and each path of its own that browsers come back to. */
function callbackPaths({ definition, contract }: MountedApi<Api>): string[] {
  const { providerReturns = [] } = definition.scenarioTargets
  const operations = contract.operations.filter(({ id }) => providerReturns.includes(id))
  return operations.flatMap(({ path, basePaths }) => basePaths.map((basePath) => `${definition.id} ${basePath}${path}`))
}
